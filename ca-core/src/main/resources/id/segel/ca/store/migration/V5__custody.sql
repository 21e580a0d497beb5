-- Custody of keys: which exist twice, and CRLs that this service did not make by itself.

-- What is known of the second copy of a key that cannot be replaced. An authority without a row has nothing declared yet
-- and issues nothing; UNVERIFIED is what was there before anybody asked: it goes on working and is warned about.
CREATE TABLE key_backup (
    id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text        NOT NULL CONSTRAINT key_backup_kind CHECK (kind IN ('AUTHORITY', 'WRAPPING', 'MAC')),
    key_label    text        NOT NULL,
    authority_id int         CONSTRAINT one_backup_state_per_authority UNIQUE REFERENCES authority,
    state        text        NOT NULL CONSTRAINT key_backup_state CHECK (state IN ('MISSING', 'UNVERIFIED', 'NONE', 'VERIFIED')),
    reason       text        CONSTRAINT reason_length CHECK (char_length(reason) BETWEEN 1 AND 500),
    verified_in  text,
    changed_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT an_authority_key_names_its_authority CHECK ((kind = 'AUTHORITY') = (authority_id IS NOT NULL)),
    CONSTRAINT no_backup_has_its_reason CHECK ((state = 'NONE') = (reason IS NOT NULL)),
    CONSTRAINT a_verified_backup_was_somewhere CHECK ((state = 'VERIFIED') = (verified_in IS NOT NULL))
);
CREATE UNIQUE INDEX one_backup_state_per_data_key ON key_backup (kind, key_label) WHERE authority_id IS NULL;

INSERT INTO key_backup (kind, key_label, authority_id, state)
SELECT 'AUTHORITY', key_label, id, 'UNVERIFIED' FROM authority WHERE certificate IS NOT NULL ORDER BY id;

-- The two keys of the data token were made by ceremonies, whose events name them and what they are.
INSERT INTO key_backup (kind, key_label, state)
SELECT DISTINCT CASE WHEN position('"spec":"AES_256"'::bytea IN leaf) > 0 THEN 'WRAPPING' ELSE 'MAC' END, object_id, 'UNVERIFIED'
  FROM audit_event
 WHERE action = 'ceremony.key-generated'
   AND (position('"spec":"AES_256"'::bytea IN leaf) > 0 OR position('"spec":"HMAC_SHA256"'::bytea IN leaf) > 0);

-- An authority that ended does not come back: a certificate of it that was revoked stays revoked.
CREATE FUNCTION keep_authority_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'authority % is % and never becomes ACTIVE again', OLD.name, OLD.state USING ERRCODE = 'check_violation', CONSTRAINT = 'authority_life';
END $$;
CREATE TRIGGER an_authority_that_ended_stays_ended BEFORE UPDATE OF state ON authority FOR EACH ROW
    WHEN (OLD.state IN ('RETIRED', 'COMPROMISED') AND NEW.state IN ('PENDING', 'ACTIVE')) EXECUTE FUNCTION keep_authority_ended();

-- SERVICE: made by schedule or request. CEREMONY: signed at a ceremony. IMPORT: made elsewhere and taken in.
ALTER TABLE crl ADD COLUMN origin text NOT NULL DEFAULT 'SERVICE' CONSTRAINT crl_origin CHECK (origin IN ('SERVICE', 'CEREMONY', 'IMPORT'));

-- CRLs of issuers outside, above an authority here. Kept to learn in time that one of ours was revoked, and that the
-- outside issuer's CRL is growing old; their owner publishes them. Numbers of other makers have up to 20 octets.
CREATE TABLE outside_crl (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    authority_id  int         NOT NULL REFERENCES authority,
    issuer_sha256 bytea       NOT NULL CONSTRAINT outside_issuer_hash_length CHECK (octet_length(issuer_sha256) = 32),
    number        numeric(49) NOT NULL CONSTRAINT outside_crl_number_is_positive CHECK (number >= 0),
    this_update   timestamptz NOT NULL,
    next_update   timestamptz NOT NULL,
    entries       int         NOT NULL,
    der           bytea       NOT NULL,
    imported_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT outside_crl_number_unique UNIQUE (authority_id, issuer_sha256, number),
    CONSTRAINT outside_crl_updates_are_ordered CHECK (this_update < next_update)
);
CREATE TRIGGER outside_crl_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON outside_crl FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT ON outside_crl TO segel_web, segel_issuer, segel_checker, segel_auditor;
GRANT INSERT ON outside_crl TO segel_issuer;
GRANT SELECT ON key_backup TO segel_web, segel_issuer, segel_checker, segel_auditor;
GRANT INSERT, UPDATE ON key_backup TO segel_issuer;
-- Revoking the certificate of an authority ends it, whoever revokes; a ceremony that revokes for keyCompromise blocks the key.
GRANT UPDATE (state) ON authority TO segel_web;
GRANT INSERT, UPDATE (blocked_at, blocked_reason) ON public_key TO segel_issuer;
