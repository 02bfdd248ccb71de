DROP FUNCTION report_authors(text);
--> statement-breakpoint
-- Who shaped this list of a report (the text of its form), and by which deeds. Whoever brought the report in; and whoever did
-- one of these on a claim of it since a list of it was published that was not taken back, or ever on a claim that is in this
-- list and not in that one, which vouches for none of them. Last, by whose deeds a claim of that list may not be in this
-- one: all of those since then on it or on its sources, but for those by which no claim leaves a list.
CREATE FUNCTION report_authors(wanted text, list text) RETURNS TABLE (person_id text, kind text) LANGUAGE sql STABLE AS $$
  WITH last AS MATERIALIZED (
    SELECT p.seq, p.form FROM public.report_publication p WHERE p.report_id = wanted AND NOT EXISTS (
      SELECT 1 FROM public.report_retraction t WHERE t.report_id = wanted AND t.number >= p.number)
    ORDER BY p.number DESC LIMIT 1
  ), known AS MATERIALIZED (
    SELECT c.id, c.team_id, c.withdrawn, coalesce((SELECT seq FROM last), 0) AS since,
      c.id IN (SELECT each ->> 'id' FROM json_array_elements(list::json -> 'claims') each) AS is_listed,
      c.id IN (SELECT each ->> 'id' FROM last, json_array_elements(last.form::json -> 'claims') each) AS was_listed
    FROM public.claim c WHERE c.report_id = wanted
  ), dropped AS (
    SELECT id, team_id, since FROM known WHERE was_listed AND NOT is_listed AND NOT withdrawn
  )
  SELECT r.created_by, 'report.create' FROM public.report r WHERE r.id = wanted
  UNION
  SELECT e.actor, e.kind FROM known c JOIN public.entry e ON e.subject_id = c.id
  WHERE e.team_id = c.team_id
    AND e.kind IN ('claim.make', 'claim.import', 'claim.carve', 'claim.split', 'claim.merge', 'claim.absorb', 'claim.move',
      'claim.withdraw', 'claim.restore')
    AND e.seq > CASE WHEN c.is_listed AND NOT c.was_listed THEN 0 ELSE c.since END
  UNION
  SELECT e.actor, 'claim.drop' FROM dropped c
  JOIN public.entry e ON e.subject_type = 'claim' AND e.subject_id = c.id AND e.seq > c.since
  WHERE e.team_id = c.team_id
    AND e.kind NOT IN ('claim.stage', 'claim.submit', 'claim.approve', 'claim.publish', 'claim.retract', 'claim.classify', 'claim.due', 'claim.move',
      'assignment.give', 'assignment.withdraw', 'relation.add', 'relation.withdraw')
  UNION
  SELECT e.actor, 'claim.drop' FROM dropped c JOIN public.evidence v ON v.claim_id = c.id
  JOIN public.entry e ON e.subject_type = 'source' AND e.subject_id = v.source_id AND e.seq > c.since
  WHERE e.team_id = c.team_id AND e.kind = 'source.edit'
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION guard_report_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.report_authors(NEW.report_id, NEW.form) a WHERE a.person_id = NEW."by") THEN
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
CREATE OR REPLACE FUNCTION guard_report_approvers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.report_authors(NEW.report_id, NEW.form) a WHERE a.person_id = ANY (NEW.approved_by)) THEN
    RAISE EXCEPTION 'An author does not approve.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
