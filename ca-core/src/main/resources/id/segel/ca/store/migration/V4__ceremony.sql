-- Ceremonies that can fail half-way, be named afterwards and be run again; authorities with their issuer outside; keys in a root token.

-- How it ended, and its transcript's signature by a key it made or used.
ALTER TABLE ceremony
    ADD COLUMN title          text,
    ADD COLUMN outcome        text CONSTRAINT ceremony_outcome CHECK (outcome IN ('DONE', 'FAILED', 'INTERRUPTED')),
    ADD COLUMN signature      bytea,
    ADD COLUMN signature_spki bytea;
UPDATE ceremony SET outcome = CASE WHEN finished_at IS NULL THEN 'INTERRUPTED' ELSE 'DONE' END;
UPDATE ceremony SET finished_at = started_at WHERE finished_at IS NULL;
ALTER TABLE ceremony
    ADD CONSTRAINT a_finished_ceremony_has_an_outcome CHECK ((outcome IS NULL) = (finished_at IS NULL)),
    ADD CONSTRAINT a_signature_has_its_key CHECK ((signature IS NULL) = (signature_spki IS NULL));
CREATE INDEX ceremony_by_file ON ceremony (file_sha256);

-- What of a file was carried out: when the file is run again after a failure, these steps are not repeated.
CREATE TABLE ceremony_step (
    ceremony_id bigint      NOT NULL REFERENCES ceremony,
    step        text        NOT NULL,
    done_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (ceremony_id, step)
);

-- A key is written here, with the CKA_ID it is going to have, before the token is asked to make it: so a key left over by
-- a ceremony that was cut off can be told from every other one.
CREATE TABLE ceremony_key (
    ceremony_id   bigint      NOT NULL REFERENCES ceremony,
    cka_id        bytea       NOT NULL CONSTRAINT cka_id_length CHECK (octet_length(cka_id) BETWEEN 1 AND 20),
    token_purpose text        NOT NULL,
    token_label   text        NOT NULL,
    key_label     text        NOT NULL,
    spec          text        NOT NULL,
    state         text        NOT NULL DEFAULT 'INTENDED' CONSTRAINT ceremony_key_state CHECK (state IN ('INTENDED', 'MADE', 'DONE', 'DESTROYED')),
    spki          bytea,
    at            timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (ceremony_id, cka_id)
);

-- ABANDONED: its ceremony failed before it had a certificate, its key is destroyed, and its name may be given again.
ALTER TABLE authority
    ADD COLUMN ceremony_id     bigint  REFERENCES ceremony,
    ADD COLUMN key_token       text    NOT NULL DEFAULT 'CA' CONSTRAINT authority_key_token CHECK (key_token IN ('CA', 'ROOT')),
    ADD COLUMN external_issuer boolean NOT NULL DEFAULT false,
    ADD COLUMN issuer_chain    bytea[] NOT NULL DEFAULT '{}',
    ADD COLUMN request         bytea,
    ADD COLUMN retired_at      timestamptz,
    DROP CONSTRAINT authority_state,
    ADD CONSTRAINT authority_state CHECK (state IN ('PENDING', 'ACTIVE', 'RETIRED', 'COMPROMISED', 'ABANDONED')),
    DROP CONSTRAINT an_authority_in_use_has_its_certificate,
    ADD CONSTRAINT an_authority_in_use_has_its_certificate CHECK (state IN ('PENDING', 'ABANDONED') OR (certificate IS NOT NULL AND not_after IS NOT NULL)),
    ADD CONSTRAINT an_abandoned_authority_never_had_one CHECK (state <> 'ABANDONED' OR certificate IS NULL),
    ADD CONSTRAINT an_external_issuer_is_no_authority_here CHECK (NOT external_issuer OR issuer_id IS NULL),
    ADD CONSTRAINT an_external_issuer_is_kept CHECK (NOT external_issuer OR certificate IS NULL OR cardinality(issuer_chain) > 0),
    DROP CONSTRAINT authority_name_unique;
CREATE UNIQUE INDEX authority_name_unique ON authority (name) WHERE state <> 'ABANDONED';

GRANT SELECT ON ceremony_step, ceremony_key TO segel_web, segel_issuer, segel_checker, segel_auditor;
GRANT SELECT ON ceremony TO segel_auditor;
GRANT INSERT ON ceremony_step, ceremony_key TO segel_issuer;
GRANT UPDATE (state, spki, at) ON ceremony_key TO segel_issuer;
