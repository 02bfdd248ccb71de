CREATE TABLE "blind_rating" (
	"claim_id" text NOT NULL,
	"round" integer NOT NULL,
	"place" integer NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	"rating" text NOT NULL,
	"reason" text NOT NULL,
	"outcome" text NOT NULL,
	CONSTRAINT "blind_rating_claim_id_round_place_pk" PRIMARY KEY("claim_id","round","place")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "blind_rating_person" ON "blind_rating" USING btree ("claim_id","round","by");--> statement-breakpoint
CREATE INDEX "blind_rating_by" ON "blind_rating" USING btree ("team_id","by","seq");
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "blind_rating" FOR EACH ROW EXECUTE FUNCTION guard_fact('claim_id', 'round', 'place', 'team_id');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "blind_rating" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "blind_rating" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
-- What two people said is not changed once both have seen it.
CREATE FUNCTION guard_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.outcome <> 'sealed' THEN
    RAISE EXCEPTION 'Ratings that were opened stay as they are.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER opened BEFORE UPDATE ON "blind_rating" FOR EACH ROW EXECUTE FUNCTION guard_opened();
--> statement-breakpoint
-- Four eyes: both who gave the verdict that stands are its authors.
CREATE FUNCTION guard_four_eyes_of_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM public.claim c JOIN public.blind_rating r ON r.claim_id = c.id AND r.seq = c.verdict_seq
    WHERE c.id = NEW.claim_id AND r.outcome = 'equal' AND r."by" = NEW."by")
  THEN
    RAISE EXCEPTION 'An author does not approve.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER four_eyes_of_ratings BEFORE INSERT ON "approval" FOR EACH ROW EXECUTE FUNCTION guard_four_eyes_of_ratings();
