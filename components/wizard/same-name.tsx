"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useDeferredValue } from "react";
import { useTranslations } from "use-intl";
import { wholeTaskList } from "@/lib/tasks/list-query";
import { taskListOptions } from "@/lib/tasks/queries";

/** Names need not be unique; two tasks of one name are told apart only by their ids, so the other one is shown. */
export function SameName({ id, name }: { id: string; name: string }) {
  const t = useTranslations("wizard");
  const asked = useDeferredValue(name.trim());
  const tasks = useQuery({ ...taskListOptions(wholeTaskList({ q: asked, pageSize: 100 })), enabled: asked !== "", refetchInterval: false, staleTime: 30_000 });
  const other = tasks.data?.rows.find((task) => task.id !== id && task.name.toLowerCase() === asked.toLowerCase());
  return (
    <p role="status" className="text-xs text-warn empty:hidden">
      {other &&
        t.rich("sameName", {
          id: other.id,
          link: (text) => (
            <Link className="link" href={`/sync/${other.id}`} target="_blank">
              {text}
            </Link>
          ),
        })}
    </p>
  );
}
