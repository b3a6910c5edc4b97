import { cn } from "./class-names";

const fills = { info: "bg-info", ok: "bg-ok", warn: "bg-warn", bad: "bg-bad", idle: "bg-idle" } as const;

/** A bar. `value` 0–100, or null while the end is not known. The number itself belongs in text beside it. */
export function Progress({
  value,
  label,
  valueText,
  tone = "info",
  className,
}: {
  value: number | null;
  label: string;
  valueText?: string;
  tone?: keyof typeof fills;
  className?: string;
}) {
  const percent = value === null ? undefined : Math.max(0, Math.min(100, Math.floor(value)));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={valueText}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-idle-chip", className)}
    >
      {percent === undefined ? (
        <div className={cn("h-full w-1/3 animate-slide rounded-full", fills[tone])} />
      ) : (
        <div className={cn("h-full rounded-full transition-[width] duration-500", fills[tone])} style={{ width: `${percent}%` }} />
      )}
    </div>
  );
}
