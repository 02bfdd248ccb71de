-- What readers may see of publications: nothing before the history that holds them is signed.
CREATE VIEW signed_publication AS
  SELECT p.* FROM publication p CROSS JOIN LATERAL (
    SELECT c.seq FROM checkpoint c WHERE c.team_id = p.team_id ORDER BY c.origin DESC, c.seq DESC LIMIT 1) signed
  WHERE p.seq <= signed.seq;
--> statement-breakpoint
CREATE VIEW signed_report_publication AS
  SELECT p.* FROM report_publication p CROSS JOIN LATERAL (
    SELECT c.seq FROM checkpoint c WHERE c.team_id = p.team_id ORDER BY c.origin DESC, c.seq DESC LIMIT 1) signed
  WHERE p.seq <= signed.seq;
