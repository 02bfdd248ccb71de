CREATE TABLE "segment" (
	"team_id" text NOT NULL,
	"first" bigint NOT NULL,
	"last" bigint NOT NULL,
	"holds" jsonb NOT NULL,
	"digest" "bytea" NOT NULL,
	"bytes" "bytea" NOT NULL,
	"checksum" "bytea" NOT NULL,
	CONSTRAINT "segment_team_id_last_pk" PRIMARY KEY("team_id","last")
);
--> statement-breakpoint
CREATE INDEX "segment_holds" ON "segment" USING gin ("holds");
--> statement-breakpoint
-- It is compressed already.
ALTER TABLE "segment" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
--> statement-breakpoint
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON "segment" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "segment" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE FUNCTION guard_segment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.first > NEW.last OR NEW.first <= coalesce((SELECT max(s.last) FROM public.segment s WHERE s.team_id = NEW.team_id), 0) THEN
    RAISE EXCEPTION 'The segments of a team''s history follow one another.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER follows BEFORE INSERT ON "segment" FOR EACH ROW EXECUTE FUNCTION guard_segment();
--> statement-breakpoint
-- Edits of texts may go when the very transaction has put exactly them into a segment: it has the digest over their hashes.
CREATE FUNCTION guard_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM gone e LEFT JOIN public.segment s
      ON s.team_id = e.team_id AND e.seq BETWEEN s.first AND s.last AND s.xmin = pg_current_xact_id()::xid
    GROUP BY s.team_id, s.last, s.digest
    HAVING s.digest IS NULL OR NOT bool_and(e.kind = 'claim.write')
      OR s.digest <> sha256(string_agg(e.hash, ''::bytea ORDER BY e.seq)))
  THEN
    RAISE EXCEPTION 'The rows of entry are kept, unless a segment of the same transaction has them.'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER kept ON "entry";
--> statement-breakpoint
CREATE TRIGGER kept BEFORE UPDATE ON "entry" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER sealed AFTER DELETE ON "entry" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION guard_sealed();
--> statement-breakpoint
-- When all is done no entry is in neither place, or in both.
CREATE FUNCTION guard_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.last - NEW.first + 1 <>
    (SELECT count(*) FROM public.entry e WHERE e.team_id = NEW.team_id AND e.seq BETWEEN NEW.first AND NEW.last)
    + (SELECT sum(said.number::bigint) FROM jsonb_each(NEW.holds) claim CROSS JOIN jsonb_each_text(claim.value) said(person, number))
  THEN
    RAISE EXCEPTION 'Every entry of a history lies in one place.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER whole AFTER INSERT ON "segment" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_whole();
