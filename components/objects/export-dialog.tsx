"use client";
import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { buttonClass, Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { Textarea } from "../ui/input";
import type { Selection } from "./selection";
import { exportText, unsaidInText } from "./selection-text";

/** The selection as lines that Import takes. */
export function ExportDialog({ selection, fileName, onClose }: { selection: Selection; fileName: string; onClose: () => void }) {
  const t = useTranslations("objects.exported");
  const tCommon = useTranslations("common");
  const text = exportText(selection);
  const unsaid = unsaidInText(selection);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("lead")}
      className="max-w-160"
      footer={
        <>
          <a className={buttonClass()} href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download={fileName}>
            <Download aria-hidden />
            {t("download")}
          </a>
          <Button variant="primary" onClick={onClose}>
            {tCommon("close")}
          </Button>
        </>
      }
    >
      <div className="relative">
        <Textarea readOnly aria-label={t("lines")} rows={10} value={text} className="code pr-10" spellCheck={false} />
        <span className="absolute top-1 right-1">
          <CopyButton text={text} label={t("copy")} />
        </span>
      </div>
      {unsaid > 0 && <p className="mt-2 text-xs text-muted">{t("unsaid", { count: unsaid })}</p>}
    </Dialog>
  );
}
