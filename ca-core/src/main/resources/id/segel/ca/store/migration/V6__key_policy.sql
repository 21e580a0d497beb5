-- Key policy: where a block comes from, and what each check of a CSR said.

ALTER TABLE public_key ADD COLUMN blocked_origin text CONSTRAINT block_origin CHECK (blocked_origin IN ('PRIVATE_KEY_UPLOADED', 'KEY_COMPROMISE', 'IMPORT', 'OFFICER'));

-- Until now a key was blocked in two ways, each with its own fixed reason.
UPDATE public_key
   SET blocked_origin = CASE blocked_reason WHEN 'keyCompromise' THEN 'KEY_COMPROMISE' WHEN 'its private key was uploaded' THEN 'PRIVATE_KEY_UPLOADED' ELSE 'OFFICER' END
 WHERE blocked_at IS NOT NULL;

ALTER TABLE public_key
    DROP CONSTRAINT a_block_has_its_reason,
    ADD CONSTRAINT a_block_has_its_reason CHECK ((blocked_at IS NULL) = (blocked_reason IS NULL) AND (blocked_at IS NULL) = (blocked_origin IS NULL)),
    ADD CONSTRAINT blocked_reason_length CHECK (char_length(blocked_reason) BETWEEN 1 AND 200);

-- Programs of the version before, still running while nodes are restarted one by one, know no origin.
CREATE FUNCTION name_block_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.blocked_origin := CASE NEW.blocked_reason WHEN 'keyCompromise' THEN 'KEY_COMPROMISE' WHEN 'its private key was uploaded' THEN 'PRIVATE_KEY_UPLOADED' ELSE 'OFFICER' END;
    RETURN NEW;
END $$;
CREATE TRIGGER a_block_of_the_version_before BEFORE INSERT OR UPDATE ON public_key FOR EACH ROW
    WHEN (NEW.blocked_at IS NOT NULL AND NEW.blocked_origin IS NULL) EXECUTE FUNCTION name_block_origin();

CREATE INDEX public_key_blocked ON public_key (spki_sha256) WHERE blocked_at IS NOT NULL;
CREATE INDEX csr_by_key ON csr (spki_sha256);

-- A key is blocked for ever, and the first reason stays.
CREATE FUNCTION keep_key_blocked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'key % is blocked for ever', encode(OLD.spki_sha256, 'hex') USING ERRCODE = 'check_violation', CONSTRAINT = 'a_block_stays';
END $$;
CREATE TRIGGER a_block_stays BEFORE UPDATE OF blocked_at, blocked_reason, blocked_origin ON public_key FOR EACH ROW
    WHEN (OLD.blocked_at IS NOT NULL AND (NEW.blocked_at, NEW.blocked_reason, NEW.blocked_origin) IS DISTINCT FROM (OLD.blocked_at, OLD.blocked_reason, OLD.blocked_origin))
    EXECUTE FUNCTION keep_key_blocked();
CREATE TRIGGER keys_are_not_forgotten BEFORE DELETE OR TRUNCATE ON public_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT UPDATE (blocked_origin) ON public_key TO segel_issuer;

-- What the checks said of an application's CSR, each time they ran: at an upload, taken or refused; at the approval; at the
-- issue where it was refused there. The file itself is in csr, or was not kept.
CREATE TABLE csr_check (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id bigint      NOT NULL REFERENCES application,
    occasion       text        NOT NULL CONSTRAINT csr_check_occasion CHECK (occasion IN ('UPLOAD', 'APPROVAL', 'ISSUE')),
    csr_sha256     bytea       CONSTRAINT checked_csr_hash_length CHECK (octet_length(csr_sha256) = 32),
    refused        boolean     NOT NULL,
    report         text        NOT NULL CONSTRAINT csr_check_report_length CHECK (char_length(report) <= 400000),
    checked_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT what_passed_has_its_hash CHECK (refused OR csr_sha256 IS NOT NULL)
);
CREATE INDEX csr_check_by_application ON csr_check (application_id, id);
CREATE TRIGGER csr_check_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON csr_check FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was taken until now passed when it was uploaded.
INSERT INTO csr_check (application_id, occasion, csr_sha256, refused, report, checked_at)
SELECT application_id, 'UPLOAD', sha256, false, report, uploaded_at FROM csr ORDER BY id;

GRANT SELECT ON csr_check TO segel_web, segel_issuer, segel_checker;
GRANT INSERT ON csr_check TO segel_web, segel_issuer;

-- Why an issue was refused, more exactly than its fault: the ids of lint rules and findings.
ALTER TABLE application ADD COLUMN issue_detail text CONSTRAINT issue_detail_length CHECK (char_length(issue_detail) BETWEEN 1 AND 500);

-- A version of a product is what applications were begun with: nothing of it changes but that it is no longer offered.
CREATE TRIGGER product_version_is_immutable BEFORE UPDATE OF code, version, name_id, name_en, service_type, procedure, profile_hash, authority_id, checklist, second_approver, created_at OR DELETE OR TRUNCATE ON product
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION keep_product_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'version % of product % is not offered any more', OLD.version, OLD.code USING ERRCODE = 'check_violation', CONSTRAINT = 'product_version_life';
END $$;
CREATE TRIGGER a_product_version_that_ended_stays_ended BEFORE UPDATE OF active ON product FOR EACH ROW
    WHEN (NOT OLD.active AND NEW.active) EXECUTE FUNCTION keep_product_ended();
