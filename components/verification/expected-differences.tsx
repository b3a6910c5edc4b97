"use client";
import { useTranslations } from "use-intl";
import { choicesThatLeaveOut } from "@/lib/change-kinds/change-kinds";
import { useTask } from "../task-page/task-context";
import { Notice } from "../ui/notice";

/** Where kinds of changes are left out by choice, source and destination differ without anything being wrong. */
export function ExpectedDifferences() {
  const t = useTranslations("verification.expected");
  const { task } = useTask();
  const { objects } = task.settings;
  const names = objects ? choicesThatLeaveOut(objects) : [];
  if (names.length === 0) return null;
  return (
    <Notice tone="info" title={t("title")}>
      {t("body", { list: names.map((name) => name || t("wholeTask")).join(", ") })}
    </Notice>
  );
}
