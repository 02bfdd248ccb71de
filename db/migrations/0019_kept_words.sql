-- Since a report has stages its row is saved again and again: what it is, and who brought it in, stays.
DROP TRIGGER recorded ON "report";
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "report" FOR EACH ROW EXECUTE FUNCTION guard_fact('id', 'team_id', 'title', 'publisher', 'source_url', 'language', 'created_by', 'created_at');
--> statement-breakpoint
DROP TRIGGER recorded ON "blind_rating";
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "blind_rating" FOR EACH ROW EXECUTE FUNCTION guard_fact('claim_id', 'round', 'place', 'team_id', 'by');
--> statement-breakpoint
-- A rating is opened as it was given, and stays so.
CREATE OR REPLACE FUNCTION guard_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.outcome <> 'sealed' THEN
    RAISE EXCEPTION 'Ratings that were opened stay as they are.' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.outcome <> 'sealed' AND (NEW.rating, NEW.reason, NEW.at) IS DISTINCT FROM (OLD.rating, OLD.reason, OLD.at) THEN
    RAISE EXCEPTION 'A rating is opened as it was given.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION guard_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.place NOT IN (1, 2) OR NEW.outcome NOT IN ('sealed', 'equal', 'different', 'void') THEN
    RAISE EXCEPTION 'A round has a first and a second rating.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.outcome IN ('equal', 'different') AND NOT EXISTS (
    SELECT 1 FROM public.blind_rating o
    WHERE o.claim_id = NEW.claim_id AND o.round = NEW.round AND o."by" <> NEW."by" AND o.outcome = NEW.outcome
      AND (o.rating = NEW.rating) = (NEW.outcome = 'equal'))
  THEN
    RAISE EXCEPTION 'A round ends with two people whose ratings are equal or not.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER of_two AFTER INSERT OR UPDATE ON "blind_rating" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_round();
