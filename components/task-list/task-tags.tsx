import { cn } from "../ui/class-names";

/** The first tags of a task, and how many more there are. */
export function TaskTags({ tags, shown = 1, className }: { tags: Readonly<Record<string, string>>; shown?: number; className?: string }) {
  const said = Object.entries(tags).map(([key, value]) => (value === "" ? key : `${key}: ${value}`));
  if (said.length === 0) return null;
  return (
    <span title={said.join("\n")} className={cn("flex items-center gap-1 text-xs", className)}>
      {said.slice(0, shown).map((tag) => (
        <span key={tag} className="truncate rounded-sm bg-idle-chip px-1 text-idle">
          {tag}
        </span>
      ))}
      {said.length > shown && <span className="shrink-0 text-muted">+{said.length - shown}</span>}
    </span>
  );
}
