CREATE TABLE "erasure_look" (
	"team_id" text NOT NULL,
	"number" integer NOT NULL,
	"seq" bigint NOT NULL,
	"looked_by" text NOT NULL,
	"looked_at" text NOT NULL,
	CONSTRAINT "erasure_look_team_id_number_seq_pk" PRIMARY KEY("team_id","number","seq")
);
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "erasure_look" FOR EACH ROW EXECUTE FUNCTION guard_fact('team_id', 'number', 'looked_by', 'looked_at');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "erasure_look" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "erasure_look" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
-- Four eyes see: whoever confirms an erasure was shown the words before, and the history says so.
CREATE FUNCTION guard_looked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.entry e JOIN public.erasure_look l ON l.team_id = e.team_id AND l.seq = e.seq
    WHERE e.team_id = NEW.team_id AND e.subject_type = 'team' AND e.subject_id = NEW.team_id AND e.kind = 'erasure.look'
      AND e.actor = NEW.decided_by AND l.number = NEW.number AND e.seq < NEW.seq)
  THEN
    RAISE EXCEPTION 'Whoever confirms an erasure has looked at the words.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER looked BEFORE UPDATE ON "erasure" FOR EACH ROW WHEN (NEW.state = 'confirmed' AND OLD.state = 'proposed') EXECUTE FUNCTION guard_looked();
--> statement-breakpoint
-- The words of proposals are not looked for any more: where there are some, the timeline is told anew.
DELETE FROM "timeline_head" t USING "erasure" e WHERE e.team_id = t.team_id;
--> statement-breakpoint
DELETE FROM "activity" t USING "erasure" e WHERE e.team_id = t.team_id;
--> statement-breakpoint
DELETE FROM "burst" t USING "erasure" e WHERE e.team_id = t.team_id;
--> statement-breakpoint
DELETE FROM "entry_word" t USING "erasure" e WHERE e.team_id = t.team_id;
