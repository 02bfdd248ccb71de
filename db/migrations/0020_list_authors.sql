CREATE INDEX "entry_deed" ON "entry" USING btree ("subject_id","kind") WHERE kind <> 'claim.write';--> statement-breakpoint
CREATE INDEX "correction_team" ON "correction" USING btree ("team_id","made_seq");--> statement-breakpoint
CREATE INDEX "retraction_team" ON "retraction" USING btree ("team_id","seq");
--> statement-breakpoint
-- Who shaped the list of a report, and by which deeds: whoever brought it in, and whoever did one of these on a claim of it
-- since a list of it was published that was not taken back. The server asks here too.
CREATE FUNCTION report_authors(wanted text) RETURNS TABLE (person_id text, kind text) LANGUAGE sql STABLE AS $$
  SELECT r.created_by, 'report.create' FROM public.report r WHERE r.id = wanted
  UNION
  SELECT e.actor, e.kind FROM public.claim c JOIN public.entry e ON e.subject_id = c.id
  WHERE c.report_id = wanted AND e.team_id = c.team_id
    AND e.kind IN ('claim.make', 'claim.import', 'claim.carve', 'claim.split', 'claim.merge', 'claim.absorb', 'claim.move',
      'claim.withdraw', 'claim.restore')
    AND e.seq > coalesce((
      SELECT max(p.seq) FROM public.report_publication p WHERE p.report_id = wanted AND NOT EXISTS (
        SELECT 1 FROM public.report_retraction t WHERE t.report_id = wanted AND t.number >= p.number)), 0)
$$;
--> statement-breakpoint
-- Four eyes: an editor approves, and never one who shaped the list, whatever the server believes.
CREATE OR REPLACE FUNCTION guard_report_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.report_authors(NEW.report_id) a WHERE a.person_id = NEW."by") THEN
    RAISE EXCEPTION 'An author does not approve.' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM public.member m
    WHERE m.team_id = NEW.team_id AND m.person_id = NEW."by" AND 'editor' = ANY (m.roles))
  THEN
    RAISE EXCEPTION 'Only an editor approves.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.hash <> encode(sha256(convert_to(NEW.form, 'UTF8')), 'hex') THEN
    RAISE EXCEPTION 'A content hash is that of its form.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- Whoever shaped the list after approving it has no word on what is published.
CREATE FUNCTION guard_report_approvers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.report_authors(NEW.report_id) a WHERE a.person_id = ANY (NEW.approved_by)) THEN
    RAISE EXCEPTION 'An author does not approve.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER four_eyes BEFORE INSERT ON "report_publication" FOR EACH ROW EXECUTE FUNCTION guard_report_approvers();
