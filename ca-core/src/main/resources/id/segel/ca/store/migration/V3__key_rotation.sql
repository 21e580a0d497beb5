-- Keys in the data token can be changed while the service runs.

------------------------------------------------------------------------------------------------------ wrapping key

-- The rotation takes rows by the key that wrapped them, and counts what is left, without reading letters.
CREATE INDEX letter_by_wrapping_key ON letter (wrapping_key_label, id);

--------------------------------------------------------------------------------------------------- blind-index key

-- A NIK has another blind index under another key, so that UNIQUE on one column sees no duplicate as long as one row has
-- its index under the old key and another under the new. Therefore indexes are rows of their own, one for each person,
-- number and key, and this holds at every moment: there is a COMPLETE key, under which every person has their index, and
-- nobody is stored without an index under every COMPLETE key. Uniqueness under that key is uniqueness, whatever else is
-- under way; a search under it finds everybody. A second pair of columns in person would not do: while rows move from one
-- pair to the other, equal numbers stand in different columns, where no constraint compares them.
--
-- A new key is BUILDING while persons get their index under it, becomes COMPLETE when the last one has it, and only then
-- may the old one be RETIRED, which is final: its indexes are deleted.
CREATE TABLE blind_index_key (
    id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    label      text        NOT NULL CONSTRAINT blind_index_key_unique UNIQUE CONSTRAINT blind_index_key_length CHECK (char_length(label) BETWEEN 1 AND 64),
    state      text        NOT NULL CONSTRAINT blind_index_key_state CHECK (state IN ('BUILDING', 'COMPLETE', 'RETIRED')),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION a_retired_index_key_stays_retired() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.label <> NEW.label OR (OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (('BUILDING', 'COMPLETE'), ('BUILDING', 'RETIRED'), ('COMPLETE', 'RETIRED'))) THEN
        RAISE EXCEPTION 'an index key does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'index_key_life';
    END IF;
    IF NEW.state = 'RETIRED' AND OLD.state = 'COMPLETE' AND NOT EXISTS (SELECT FROM blind_index_key k WHERE k.state = 'COMPLETE' AND k.id <> NEW.id) THEN
        RAISE EXCEPTION 'the last complete index key is not retired' USING ERRCODE = 'check_violation', CONSTRAINT = 'one_index_key_is_complete';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER index_key_life BEFORE UPDATE ON blind_index_key FOR EACH ROW EXECUTE FUNCTION a_retired_index_key_stays_retired();

CREATE TABLE person_index (
    person_id bigint NOT NULL REFERENCES person,
    field     text   NOT NULL CONSTRAINT indexed_field CHECK (field IN ('nik', 'nip', 'phone')),
    key_label text   NOT NULL REFERENCES blind_index_key (label),
    index     bytea  NOT NULL CONSTRAINT person_index_length CHECK (octet_length(index) = 32),
    PRIMARY KEY (person_id, field, key_label)
);
-- Data of version 2: one index for each number, under the key the row names. Where rows name several keys (the
-- configuration was changed by hand), none is complete; the service completes the one it is configured with.
INSERT INTO blind_index_key (label, state)
SELECT k.label, CASE WHEN count(*) OVER () = 1 THEN 'COMPLETE' ELSE 'BUILDING' END
  FROM (SELECT DISTINCT blind_index_key AS label FROM person WHERE coalesce(nik_index, nip_index, phone_index) IS NOT NULL) k
 ORDER BY k.label;
INSERT INTO person_index (person_id, field, key_label, index)
SELECT p.id, f.field, p.blind_index_key, f.index
  FROM person p CROSS JOIN LATERAL (VALUES ('nik', p.nik_index), ('nip', p.nip_index), ('phone', p.phone_index)) f (field, index)
 WHERE f.index IS NOT NULL;

-- The same rules under the same names, now for each key.
ALTER TABLE person
    DROP CONSTRAINT nik_unique, DROP CONSTRAINT nip_unique,
    DROP CONSTRAINT nik_encrypted_has_its_index, DROP CONSTRAINT nip_encrypted_has_its_index, DROP CONSTRAINT phone_encrypted_has_its_index;
CREATE UNIQUE INDEX nik_unique ON person_index (key_label, index) WHERE field = 'nik';
CREATE UNIQUE INDEX nip_unique ON person_index (key_label, index) WHERE field = 'nip';
CREATE INDEX person_index_by_key ON person_index (key_label, person_id);

-- Programs of version 2 go on writing the columns; the next migration that may drop them does.
CREATE FUNCTION index_what_version_2_wrote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO blind_index_key (label, state) VALUES (NEW.blind_index_key, 'BUILDING') ON CONFLICT DO NOTHING;
    INSERT INTO person_index (person_id, field, key_label, index)
    SELECT NEW.id, f.field, NEW.blind_index_key, f.index
      FROM (VALUES ('nik', NEW.nik_index), ('nip', NEW.nip_index), ('phone', NEW.phone_index)) f (field, index)
     WHERE f.index IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER index_what_version_2_wrote AFTER INSERT ON person FOR EACH ROW
    WHEN (NEW.nik_index IS NOT NULL OR NEW.nip_index IS NOT NULL OR NEW.phone_index IS NOT NULL) EXECUTE FUNCTION index_what_version_2_wrote();

-- The rule itself, at commit. Sharing the keys' rows makes a key that is just becoming COMPLETE wait for this person, or
-- this person see it; nothing fits between.
CREATE FUNCTION refuse_person_without_complete_indexes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lacking text;
BEGIN
    PERFORM FROM blind_index_key k FOR SHARE;
    SELECT coalesce(k.label, '') INTO lacking
      FROM person p
     CROSS JOIN LATERAL (VALUES ('nik', p.nik_encrypted), ('nip', p.nip_encrypted), ('phone', p.phone_encrypted)) f (field, value)
      LEFT JOIN blind_index_key k ON k.state = 'COMPLETE'
     WHERE p.id = NEW.id AND f.value IS NOT NULL
       AND NOT EXISTS (SELECT FROM person_index i WHERE i.person_id = p.id AND i.field = f.field AND (k.label IS NULL OR i.key_label = k.label))
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a person lacks an index under the key "%"', lacking USING ERRCODE = 'check_violation', CONSTRAINT = 'a_person_is_indexed_under_every_complete_key';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_person_is_indexed_under_every_complete_key AFTER INSERT OR UPDATE OF nik_encrypted, nip_encrypted, phone_encrypted ON person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_person_without_complete_indexes();

-- Indexes go only with their key, or with the number they stand for.
CREATE FUNCTION keep_indexes_of_live_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR NOT EXISTS (SELECT FROM blind_index_key k WHERE k.label = OLD.key_label AND k.state = 'RETIRED')
       AND NOT EXISTS (SELECT FROM person p WHERE p.id = OLD.person_id
                          AND CASE OLD.field WHEN 'nik' THEN p.nik_encrypted WHEN 'nip' THEN p.nip_encrypted ELSE p.phone_encrypted END IS NULL) THEN
        RAISE EXCEPTION 'indexes under the key "%" are in use', OLD.key_label USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER indexes_go_only_with_their_key BEFORE UPDATE OR DELETE ON person_index FOR EACH ROW EXECUTE FUNCTION keep_indexes_of_live_keys();

------------------------------------------------------------------------------------------------------------- grants

-- The trigger of version 1 keeps everything else of a letter.
GRANT UPDATE (wrapped_key, wrapping_key_label) ON letter TO segel_web;
GRANT SELECT, INSERT, DELETE ON person_index TO segel_web;
GRANT SELECT, INSERT, UPDATE (state) ON blind_index_key TO segel_web;
GRANT SELECT ON person_index, blind_index_key TO segel_checker;
