"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { setTags } from "@/lib/tasks/actions";
import type { TaskSummary } from "@/lib/tasks/view";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { TagInput } from "../ui/tag-input";
import { useTaskEdit } from "./use-task-edit";

/** Keys and values by which people find a task again. */
export function TagsDialog({ task, onClose }: { task: Pick<TaskSummary, "id" | "name" | "tags">; onClose: () => void }) {
  const t = useTranslations("list.tags");
  const tCommon = useTranslations("common");
  const [tags, setOwn] = useState<Record<string, string>>({ ...task.tags });
  const { save, pending, error } = useTaskEdit(setTags, t("done"), onClose);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("title", { name: task.name })}
      description={t("help")}
      footer={
        <>
          <Button onClick={onClose} disabled={pending}>
            {tCommon("cancel")}
          </Button>
          <Button variant="primary" pending={pending} onClick={() => save({ id: task.id, tags })}>
            {tCommon("save")}
          </Button>
        </>
      }
    >
      {error && (
        <Notice tone="bad" role="alert" className="mb-3">
          {error}
        </Notice>
      )}
      <TagInput tags={tags} onTagsChange={setOwn} texts={{ key: t("key"), value: t("value"), add: tCommon("add"), remove: (key) => t("remove", { key }) }} />
    </Dialog>
  );
}
