CREATE TABLE "history_node" (
	"team_id" text NOT NULL,
	"level" integer NOT NULL,
	"index" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "history_node_team_id_level_index_pk" PRIMARY KEY("team_id","level","index")
);
--> statement-breakpoint
ALTER TABLE "team_head" ADD COLUMN "peaks" "bytea" NOT NULL DEFAULT '';
--> statement-breakpoint
ALTER TABLE "team_head" ALTER COLUMN "peaks" DROP DEFAULT;
--> statement-breakpoint
-- The tree over what was recorded before there was one (RFC 6962 §2.1).
ALTER TABLE "team_head" DISABLE TRIGGER forward;
--> statement-breakpoint
DO $$
DECLARE
  head record;
  leaf record;
  stack bytea[];
  hash bytea;
  left_over bigint;
  level integer;
BEGIN
  FOR head IN SELECT team_id FROM public.team_head LOOP
    stack := '{}';
    FOR leaf IN SELECT e.seq, e.hash FROM public.entry e WHERE e.team_id = head.team_id ORDER BY e.seq LOOP
      hash := sha256('\x00'::bytea || leaf.hash);
      left_over := leaf.seq - 1;
      level := 0;
      WHILE left_over % 2 = 1 LOOP
        hash := sha256('\x01'::bytea || stack[array_length(stack, 1)] || hash);
        stack := stack[1:array_length(stack, 1) - 1];
        left_over := left_over / 2;
        level := level + 1;
        IF level % 4 = 0 THEN
          INSERT INTO public.history_node VALUES (head.team_id, level, left_over, leaf.seq, hash);
        END IF;
      END LOOP;
      stack := stack || hash;
    END LOOP;
    UPDATE public.team_head h SET peaks = coalesce(
      (SELECT string_agg(peak, ''::bytea ORDER BY place) FROM unnest(stack) WITH ORDINALITY AS p(peak, place)), '')
      WHERE h.team_id = head.team_id;
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE "team_head" ENABLE TRIGGER forward;
--> statement-breakpoint
-- A tree has one peak of 32 bytes for every bit of its size.
CREATE FUNCTION guard_peaks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF length(NEW.peaks) <> 32 * bit_count(NEW.seq::bit(64)) THEN
    RAISE EXCEPTION 'The tree of a team''s history has as many entries as the history.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER peaks BEFORE INSERT OR UPDATE ON "team_head" FOR EACH ROW EXECUTE FUNCTION guard_peaks();
--> statement-breakpoint
CREATE FUNCTION guard_node() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT public.guard_recorded(NEW.team_id, NEW.seq) THEN
    RAISE EXCEPTION 'A row of % comes only together with its entry of the history.', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT ON "history_node" FOR EACH ROW EXECUTE FUNCTION guard_node();
--> statement-breakpoint
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON "history_node" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "history_node" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TABLE "checkpoint" (
	"team_id" text NOT NULL,
	"origin" integer NOT NULL,
	"seq" bigint NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "checkpoint_team_id_origin_seq_pk" PRIMARY KEY("team_id","origin","seq")
);
--> statement-breakpoint
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON "checkpoint" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "checkpoint" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TABLE "history_fork" (
	"team_id" text NOT NULL,
	"number" integer NOT NULL,
	"seq" bigint NOT NULL,
	"reason" text NOT NULL,
	"note" text NOT NULL,
	"signed" bigint NOT NULL,
	"size" bigint NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" text NOT NULL,
	"state" text NOT NULL,
	"decided_by" text,
	"decided_at" text,
	CONSTRAINT "history_fork_team_id_number_pk" PRIMARY KEY("team_id","number")
);
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "history_fork" FOR EACH ROW EXECUTE FUNCTION guard_fact('team_id', 'number', 'reason', 'note', 'signed', 'size', 'proposed_by', 'proposed_at');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "history_fork" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "history_fork" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
ALTER TABLE "history_fork" ADD CONSTRAINT "four_eyes" CHECK (state <> 'confirmed' OR (decided_by IS NOT NULL AND decided_by <> proposed_by));
--> statement-breakpoint
-- Four eyes: who proposed a fork and who confirmed it is whoever the history says did, and these are two; a proposal is decided once.
CREATE FUNCTION guard_fork() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  deed text := CASE NEW.state WHEN 'proposed' THEN 'fork.propose' WHEN 'confirmed' THEN 'fork.confirm' ELSE 'fork.withdraw' END;
  said text := CASE NEW.state WHEN 'proposed' THEN NEW.proposed_by ELSE NEW.decided_by END;
  doer text;
BEGIN
  SELECT e.actor INTO doer FROM public.entry e
    WHERE e.team_id = NEW.team_id AND e.seq = NEW.seq AND e.subject_type = 'team' AND e.subject_id = NEW.team_id AND e.kind = deed;
  -- What is confirmed by one and the same person the constraint refuses.
  IF doer IS NULL OR doer IS DISTINCT FROM said
    OR (NEW.state <> 'proposed' AND NOT EXISTS (
      SELECT 1 FROM public.history_fork f WHERE f.team_id = NEW.team_id AND f.number = NEW.number AND f.proposed_by = NEW.proposed_by))
  THEN
    RAISE EXCEPTION 'A fork of a history is proposed by one person and confirmed by another.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state <> 'proposed' THEN
    RAISE EXCEPTION 'What was decided of a fork stays as it is.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER four_eyes BEFORE INSERT OR UPDATE ON "history_fork" FOR EACH ROW EXECUTE FUNCTION guard_fork();
