/** What holds for the whole console, chosen by an administrator. Browser-safe. */
import { z } from "zod";

const days = (lowest: number, highest: number) => z.coerce.number().int().min(lowest, `At least ${lowest} days.`).max(highest, `At most ${highest} days.`);

export const consoleSettingsSchema = z
  .object({
    /** Minutes; a new task begins with it. */
    retryMinutes: z.coerce.number().int().min(10, "Between 10 and 1,440 minutes.").max(1_440, "Between 10 and 1,440 minutes.").default(720),
    /** Seconds; a new task begins with it. */
    lagWarnSeconds: z.coerce.number().int().min(1, "At least 1 second.").max(86_400, "At most one day.").default(30),
    /** Hours: a shorter binlog runway is amber … */
    runwayWarnHours: z.coerce.number().int().min(1, "At least 1 hour.").max(720, "At most 720 hours.").default(24),
    /** … and red. For all tasks. */
    runwayBadHours: z.coerce.number().int().min(1, "At least 1 hour.").max(720, "At most 720 hours.").default(6),
    /** Days that a task's events are kept. */
    eventDays: days(7, 3_650).default(365),
    /** Days that operation logs are kept. */
    operationDays: days(30, 3_650).default(730),
    /** Days that a released task stays readable. */
    tombstoneDays: days(1, 365).default(30),
  })
  .refine((settings) => settings.runwayBadHours < settings.runwayWarnHours, {
    path: ["runwayBadHours"],
    error: "It must be shorter than the time that warns.",
  });
export type ConsoleSettings = z.output<typeof consoleSettingsSchema>;
export type ConsoleSettingsInput = z.input<typeof consoleSettingsSchema>;

export const defaultSettings: ConsoleSettings = consoleSettingsSchema.parse({});
