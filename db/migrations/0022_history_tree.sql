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
	"seq" bigint NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "checkpoint_team_id_seq_pk" PRIMARY KEY("team_id","seq")
);
--> statement-breakpoint
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON "checkpoint" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "checkpoint" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
