CREATE TABLE "erasure" (
	"team_id" text NOT NULL,
	"number" integer NOT NULL,
	"seq" bigint NOT NULL,
	"words" text NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" text NOT NULL,
	"state" text NOT NULL,
	"decided_by" text,
	"decided_at" text,
	CONSTRAINT "erasure_team_id_number_pk" PRIMARY KEY("team_id","number")
);
--> statement-breakpoint
ALTER TABLE "room_client" ADD COLUMN "ended" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "erasure" FOR EACH ROW EXECUTE FUNCTION guard_fact('team_id', 'number', 'words', 'reason', 'proposed_by', 'proposed_at');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "erasure" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "erasure" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
ALTER TABLE "erasure" ADD CONSTRAINT "four_eyes" CHECK (state <> 'confirmed' OR (decided_by IS NOT NULL AND decided_by <> proposed_by));
--> statement-breakpoint
-- Whether this very transaction erases something of a team's history, as two people agreed.
CREATE FUNCTION guard_erasing(of_team text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.entry e JOIN public.erasure x ON x.team_id = e.team_id AND x.seq = e.seq AND x.state = 'confirmed'
    WHERE e.subject_type = 'team' AND e.subject_id = of_team AND e.team_id = of_team AND e.kind = 'erasure.confirm'
      AND e.xmin = pg_current_xact_id()::xid)
$$;
--> statement-breakpoint
-- Of an entry, payload and salt change, and only to what an entry of this transaction says that is put in their place.
CREATE FUNCTION guard_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    WITH listed AS MATERIALIZED (
      SELECT e.team_id, e.seq AS by_seq, (each ->> 'seq')::bigint AS seq, each ->> 'hash' AS hash
      FROM public.entry e CROSS JOIN LATERAL jsonb_array_elements(convert_from(e.payload, 'UTF8')::jsonb -> 'erased') each
      WHERE e.subject_type = 'team' AND e.subject_id = e.team_id AND e.kind = 'erasure.confirm'
        AND e.xmin = pg_current_xact_id()::xid AND public.guard_erasing(e.team_id)
        AND e.team_id IN (SELECT n.team_id FROM new_rows n)
    )
    SELECT 1 FROM new_rows n
    LEFT JOIN old_rows o ON o.team_id = n.team_id AND o.seq = n.seq
    LEFT JOIN listed l ON l.team_id = n.team_id AND l.seq = n.seq AND l.by_seq > n.seq
      AND l.hash = encode(sha256(n.salt || n.payload), 'hex')
    WHERE l.seq IS NULL OR (to_jsonb(o) - 'payload' - 'salt') IS DISTINCT FROM (to_jsonb(n) - 'payload' - 'salt'))
  THEN
    RAISE EXCEPTION 'An entry of the history changes only by an erasure on which two people agreed.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER kept ON "entry";
--> statement-breakpoint
CREATE TRIGGER erased AFTER UPDATE ON "entry" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION guard_erased();
--> statement-breakpoint
-- A fact changes with a later entry; or, while something is erased, by blocks that stand for words.
CREATE OR REPLACE FUNCTION guard_fact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  key text;
  is_erased boolean := TG_OP = 'UPDATE' AND NEW.seq = OLD.seq AND NEW.team_id = OLD.team_id AND public.guard_erasing(NEW.team_id);
BEGIN
  IF TG_OP = 'UPDATE' THEN
    FOREACH key IN ARRAY TG_ARGV LOOP
      IF (to_jsonb(NEW) ->> key) IS DISTINCT FROM (to_jsonb(OLD) ->> key)
        AND NOT (is_erased AND position('█' IN coalesce(to_jsonb(NEW) ->> key, '')) > 0)
      THEN
        RAISE EXCEPTION 'A row of % keeps its %.', TG_TABLE_NAME, key USING ERRCODE = 'restrict_violation';
      END IF;
    END LOOP;
    IF NEW.seq <= OLD.seq AND NOT is_erased THEN
      RAISE EXCEPTION 'A row of % changes only with a later entry of the history.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  IF NOT is_erased AND NOT public.guard_recorded(NEW.team_id, NEW.seq) THEN
    RAISE EXCEPTION 'A row of % changes only together with its entry of the history.', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- What is never changed otherwise.
CREATE FUNCTION guard_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.seq = OLD.seq AND NEW.team_id = OLD.team_id AND public.guard_erasing(OLD.team_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The rows of % are kept as they are: % is not possible.', TG_TABLE_NAME, lower(TG_OP)
    USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
DROP TRIGGER never_changed ON "edition";
--> statement-breakpoint
CREATE TRIGGER never_changed BEFORE UPDATE ON "edition" FOR EACH ROW EXECUTE FUNCTION guard_words();
--> statement-breakpoint
DO $$
DECLARE
  fact text;
BEGIN
  FOREACH fact IN ARRAY ARRAY['approval', 'publication', 'retraction', 'report_approval', 'report_publication',
    'report_retraction', 'requested_change_move', 'imported_review'] LOOP
    EXECUTE format('DROP TRIGGER kept ON %I', fact);
    EXECUTE format('CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION guard_words()', fact);
  END LOOP;
END $$;
--> statement-breakpoint
-- What two people said is not changed once both have seen it, but for blocks.
DROP TRIGGER opened ON "blind_rating";
--> statement-breakpoint
CREATE TRIGGER opened BEFORE UPDATE ON "blind_rating" FOR EACH ROW WHEN (NOT public.guard_erasing(NEW.team_id)) EXECUTE FUNCTION guard_opened();
--> statement-breakpoint
DROP TRIGGER four_eyes ON "history_fork";
--> statement-breakpoint
CREATE TRIGGER four_eyes_of_new BEFORE INSERT ON "history_fork" FOR EACH ROW EXECUTE FUNCTION guard_fork();
--> statement-breakpoint
CREATE TRIGGER four_eyes BEFORE UPDATE ON "history_fork" FOR EACH ROW WHEN (NOT public.guard_erasing(NEW.team_id)) EXECUTE FUNCTION guard_fork();
--> statement-breakpoint
-- Four eyes: who proposed an erasure and who confirmed it is whoever the history says did, and these are two; a proposal is
-- decided once.
CREATE FUNCTION guard_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  deed text := CASE NEW.state WHEN 'proposed' THEN 'erasure.propose' WHEN 'confirmed' THEN 'erasure.confirm' ELSE 'erasure.withdraw' END;
  said text := CASE NEW.state WHEN 'proposed' THEN NEW.proposed_by ELSE NEW.decided_by END;
  doer text;
BEGIN
  SELECT e.actor INTO doer FROM public.entry e
    WHERE e.team_id = NEW.team_id AND e.seq = NEW.seq AND e.subject_type = 'team' AND e.subject_id = NEW.team_id AND e.kind = deed;
  -- What is confirmed by one and the same person the constraint refuses.
  IF doer IS NULL OR doer IS DISTINCT FROM said
    OR (NEW.state <> 'proposed' AND NOT EXISTS (
      SELECT 1 FROM public.erasure x WHERE x.team_id = NEW.team_id AND x.number = NEW.number AND x.proposed_by = NEW.proposed_by))
  THEN
    RAISE EXCEPTION 'An erasure is proposed by one person and confirmed by another.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state <> 'proposed' THEN
    RAISE EXCEPTION 'What was decided of an erasure stays as it is.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER four_eyes_of_new BEFORE INSERT ON "erasure" FOR EACH ROW EXECUTE FUNCTION guard_erasure();
--> statement-breakpoint
CREATE TRIGGER four_eyes BEFORE UPDATE ON "erasure" FOR EACH ROW WHEN (NOT public.guard_erasing(NEW.team_id)) EXECUTE FUNCTION guard_erasure();
--> statement-breakpoint
-- Of a segment, the bytes change with their checksum, while something between its first and its last entry is erased. That they
-- hold nothing else than before but for what is listed, the database cannot see: whoever verifies the history does.
CREATE FUNCTION guard_resealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'bytes' - 'checksum') = (to_jsonb(OLD) - 'bytes' - 'checksum')
    AND NEW.checksum = sha256(NEW.bytes) AND public.guard_erasing(OLD.team_id)
    AND EXISTS (
      SELECT 1 FROM public.entry e CROSS JOIN LATERAL jsonb_array_elements(convert_from(e.payload, 'UTF8')::jsonb -> 'erased') each
      WHERE e.subject_type = 'team' AND e.subject_id = OLD.team_id AND e.team_id = OLD.team_id AND e.kind = 'erasure.confirm'
        AND e.xmin = pg_current_xact_id()::xid AND (each ->> 'seq')::bigint BETWEEN OLD.first AND OLD.last
        AND NOT EXISTS (SELECT 1 FROM public.entry r WHERE r.team_id = OLD.team_id AND r.seq = (each ->> 'seq')::bigint))
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The rows of segment are kept as they are, but for what two people agreed to erase.'
    USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
DROP TRIGGER kept ON "segment";
--> statement-breakpoint
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON "segment" FOR EACH ROW EXECUTE FUNCTION guard_resealed();
--> statement-breakpoint
-- Puts substitutes (seq, and salt and payload in base64) in the place of what a team's entries held. Like the two below it
-- runs as the owner of the tables; that two people agreed on these very substitutes, the guard of the entries asks.
CREATE FUNCTION erase_entries(of_team text, substitutes jsonb) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE public.entry e SET salt = decode(s.salt, 'base64'), payload = decode(s.payload, 'base64')
    FROM jsonb_to_recordset(substitutes) AS s(seq bigint, salt text, payload text)
    WHERE e.team_id = of_team AND e.seq = s.seq;
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION erase_entries(text, jsonb) FROM PUBLIC;
--> statement-breakpoint
-- The same for the segment that ends with this entry, packed anew.
CREATE FUNCTION erase_sealed(of_team text, of_last bigint, with_bytes bytea, with_checksum bytea) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE public.segment SET bytes = with_bytes, checksum = with_checksum WHERE team_id = of_team AND last = of_last;
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION erase_sealed(text, bigint, bytea, bytea) FROM PUBLIC;
--> statement-breakpoint
-- Takes away the snapshots that were made of these claims' texts, and ends the documents that hold them.
CREATE FUNCTION end_texts(of_team text, claims jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT public.guard_erasing(of_team) THEN
    RAISE EXCEPTION 'Nothing is erased here.' USING ERRCODE = 'restrict_violation';
  END IF;
  DELETE FROM public.claim_snapshot t USING jsonb_array_elements_text(claims) AS c(id) WHERE t.team_id = of_team AND t.claim_id = c.id;
  UPDATE public.room_client r SET ended = true FROM public.claim k, jsonb_array_elements_text(claims) AS c(id)
    WHERE NOT r.ended AND r.claim_id = c.id AND k.id = c.id AND k.team_id = of_team;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION end_texts(text, jsonb) FROM PUBLIC;
--> statement-breakpoint
-- Tells every server process that what it holds of a team's texts may be erased: "team <id>".
CREATE FUNCTION tell_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('plumbline_access', 'team ' || NEW.team_id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER access AFTER UPDATE ON "erasure" FOR EACH ROW WHEN (NEW.state = 'confirmed' AND OLD.state <> 'confirmed') EXECUTE FUNCTION tell_erasure();
