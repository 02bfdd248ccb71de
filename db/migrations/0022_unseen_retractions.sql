-- As before, but for the last: a retraction is told to readers, and drops no claim in secret. One of what they never had is
-- told to nobody, and whoever made it dropped the claim.
CREATE OR REPLACE FUNCTION report_authors(wanted text, list text) RETURNS TABLE (person_id text, kind text) LANGUAGE sql STABLE AS $$
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
    AND e.kind NOT IN ('claim.stage', 'claim.submit', 'claim.approve', 'claim.publish', 'claim.classify', 'claim.due', 'claim.move',
      'assignment.give', 'assignment.withdraw', 'relation.add', 'relation.withdraw')
    AND (e.kind <> 'claim.retract' OR NOT EXISTS (
      SELECT 1 FROM public.publication p
      WHERE p.claim_id = c.id AND p.seq < e.seq AND p.visible_from <= e.at AND NOT EXISTS (
        SELECT 1 FROM public.retraction t WHERE t.claim_id = c.id AND t.seq < e.seq AND t.number >= p.number)))
  UNION
  SELECT e.actor, 'claim.drop' FROM dropped c JOIN public.evidence v ON v.claim_id = c.id
  JOIN public.entry e ON e.subject_type = 'source' AND e.subject_id = v.source_id AND e.seq > c.since
  WHERE e.team_id = c.team_id AND e.kind = 'source.edit'
$$;
