ALTER TABLE "device" ADD COLUMN "is_unfamiliar" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "device_hash" text;--> statement-breakpoint
ALTER TABLE "session" DROP COLUMN "is_unfamiliar";