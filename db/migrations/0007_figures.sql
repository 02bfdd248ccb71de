ALTER TABLE "figure" ADD COLUMN "scope" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "figure" ADD COLUMN "stock_or_flow" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "figure" ADD COLUMN "period_from" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "figure" ADD COLUMN "period_to" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "figure" ADD COLUMN "added_seq" bigint;--> statement-breakpoint
ALTER TABLE "relation" ADD COLUMN "figure_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "relation" ADD COLUMN "part_figures" text[];--> statement-breakpoint
ALTER TABLE "relation" ADD COLUMN "note" text DEFAULT '' NOT NULL;--> statement-breakpoint
-- The rows that stand get what replaying their entries gives: no fact changes, so no entry is written.
ALTER TABLE "figure" DISABLE TRIGGER recorded;--> statement-breakpoint
ALTER TABLE "relation" DISABLE TRIGGER recorded;--> statement-breakpoint
UPDATE "figure" SET "added_seq" = (
  SELECT min(e."seq") FROM "entry" e
  WHERE e."team_id" = "figure"."team_id" AND e."subject_type" = 'claim' AND e."subject_id" = "figure"."claim_id"
    AND e."kind" = 'figure.set' AND convert_from(e."payload", 'UTF8')::json #>> '{figure,id}' = "figure"."id");--> statement-breakpoint
UPDATE "relation" SET "part_figures" = array_fill(''::text, ARRAY[cardinality("parts")]);--> statement-breakpoint
ALTER TABLE "figure" ENABLE TRIGGER recorded;--> statement-breakpoint
ALTER TABLE "relation" ENABLE TRIGGER recorded;--> statement-breakpoint
ALTER TABLE "figure" ALTER COLUMN "scope" DROP DEFAULT, ALTER COLUMN "stock_or_flow" DROP DEFAULT,
  ALTER COLUMN "period_from" DROP DEFAULT, ALTER COLUMN "period_to" DROP DEFAULT, ALTER COLUMN "added_seq" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "relation" ALTER COLUMN "figure_id" DROP DEFAULT, ALTER COLUMN "part_figures" SET NOT NULL,
  ALTER COLUMN "note" DROP DEFAULT;
