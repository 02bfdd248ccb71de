-- Everything that was signed before there were forks was signed under a team's first origin.
ALTER TABLE "checkpoint" ADD COLUMN "origin" integer NOT NULL DEFAULT 1;--> statement-breakpoint
ALTER TABLE "checkpoint" ALTER COLUMN "origin" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "checkpoint" DROP CONSTRAINT "checkpoint_team_id_seq_pk";--> statement-breakpoint
ALTER TABLE "checkpoint" ADD CONSTRAINT "checkpoint_team_id_origin_seq_pk" PRIMARY KEY("team_id","origin","seq");
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
