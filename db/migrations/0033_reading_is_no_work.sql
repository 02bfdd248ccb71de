-- As before, but that whoever only took a claim's history out is no author of a list that the claim is not in.
CREATE OR REPLACE FUNCTION report_authors(wanted text, list text) RETURNS TABLE (person_id text, kind text) LANGUAGE sql STABLE AS $$
  WITH standing AS MATERIALIZED (
    SELECT p.seq, p.number, p.form FROM public.report_publication p WHERE p.report_id = wanted AND NOT EXISTS (
      SELECT 1 FROM public.report_retraction t WHERE t.report_id = wanted AND t.number >= p.number)
  ), last AS MATERIALIZED (
    SELECT seq, form FROM standing ORDER BY number DESC LIMIT 1
  ), had AS MATERIALIZED (
    SELECT each ->> 'id' AS id, max(seq) AS seq FROM standing, json_array_elements(form::json -> 'claims') each GROUP BY 1
  ), known AS MATERIALIZED (
    SELECT c.id, c.team_id, c.withdrawn, coalesce((SELECT seq FROM last), 0) AS since,
      c.id IN (SELECT each ->> 'id' FROM json_array_elements(list::json -> 'claims') each) AS is_listed,
      c.id IN (SELECT each ->> 'id' FROM last, json_array_elements(last.form::json -> 'claims') each) AS was_listed
    FROM public.claim c WHERE c.report_id = wanted
  ), places AS MATERIALIZED (
    SELECT min(coalesce(had.seq, first.seq)) AS since FROM known c LEFT JOIN had ON had.id = c.id CROSS JOIN LATERAL (
      SELECT e.seq FROM public.entry e WHERE e.subject_type = 'claim' AND e.subject_id = c.id ORDER BY e.seq LIMIT 1) first
    WHERE c.is_listed AND NOT c.was_listed
  ), dropped AS (
    SELECT id, team_id, since FROM known WHERE was_listed AND NOT is_listed AND NOT withdrawn
    UNION ALL
    SELECT c.id, c.team_id, greatest(c.since, min(a.seq)) FROM known c JOIN public.approval a ON a.claim_id = c.id
    WHERE NOT c.was_listed AND NOT c.is_listed AND NOT c.withdrawn
    GROUP BY c.id, c.team_id, c.since
  )
  SELECT r.created_by, 'report.create' FROM public.report r WHERE r.id = wanted
  UNION
  SELECT e.actor, e.kind FROM known c JOIN public.entry e ON e.subject_id = c.id
  WHERE e.team_id = c.team_id
    AND e.kind IN ('claim.make', 'claim.import', 'claim.carve', 'claim.split', 'claim.merge', 'claim.absorb', 'claim.move',
      'claim.withdraw', 'claim.restore')
    AND e.seq > CASE WHEN c.is_listed AND NOT c.was_listed THEN 0 ELSE c.since END
  UNION
  SELECT e.actor, e.kind FROM places, known c JOIN public.entry e ON e.subject_id = c.id
  WHERE e.team_id = c.team_id AND e.kind = 'claim.move' AND e.seq > places.since
  UNION
  SELECT e.actor, 'claim.drop' FROM dropped c
  JOIN public.entry e ON e.subject_type = 'claim' AND e.subject_id = c.id AND e.seq > c.since
  WHERE e.team_id = c.team_id
    AND e.kind NOT IN ('claim.stage', 'claim.submit', 'claim.approve', 'claim.publish', 'claim.classify', 'claim.due', 'claim.move',
      'assignment.give', 'assignment.withdraw', 'relation.add', 'relation.withdraw', 'history.take')
    AND (e.kind <> 'claim.retract' OR NOT EXISTS (
      SELECT 1 FROM public.publication p
      WHERE p.claim_id = c.id AND p.seq < e.seq AND p.visible_from <= e.at AND NOT EXISTS (
        SELECT 1 FROM public.retraction t WHERE t.claim_id = c.id AND t.seq < e.seq AND t.number >= p.number)
      AND public.is_signed_between(p.team_id, p.seq, e.seq) AND NOT EXISTS (
        SELECT 1 FROM public.publication l WHERE l.claim_id = c.id AND l.seq < e.seq AND l.number > p.number AND (
          (p.visible_from > p.at AND l.visible_from <= p.visible_from)
          OR (l.visible_from <= l.at AND NOT public.is_signed_between(p.team_id, p.seq, l.seq))))))
  UNION
  SELECT e.actor, 'claim.drop' FROM dropped c JOIN public.evidence v ON v.claim_id = c.id
  JOIN public.entry e ON e.subject_type = 'source' AND e.subject_id = v.source_id AND e.seq > c.since
  WHERE e.team_id = c.team_id AND e.kind = 'source.edit'
$$;
--> statement-breakpoint
-- Figures are found in the digits of any script: where words of others were said than ours, the timeline is told anew.
CREATE TEMPORARY TABLE "told_anew" ON COMMIT DROP AS
  SELECT DISTINCT team_id FROM "entry_word" WHERE octet_length(word) <> char_length(word);
--> statement-breakpoint
-- As whoever tells it does: a server of the version before may be at it.
SELECT pg_advisory_xact_lock(hashtextextended('timeline:' || team_id, 0)) FROM (SELECT team_id FROM "told_anew" ORDER BY team_id) t;
--> statement-breakpoint
DELETE FROM "timeline_head" t USING "told_anew" e WHERE e.team_id = t.team_id;
--> statement-breakpoint
DELETE FROM "activity" t USING "told_anew" e WHERE e.team_id = t.team_id;
--> statement-breakpoint
DELETE FROM "burst" t USING "told_anew" e WHERE e.team_id = t.team_id;
--> statement-breakpoint
DELETE FROM "entry_word" t USING "told_anew" e WHERE e.team_id = t.team_id;
