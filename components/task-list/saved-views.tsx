"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, BookmarkPlus, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { deleteView, saveView } from "@/lib/saved-views/actions";
import { savedViewsKey, savedViewsOptions } from "@/lib/saved-views/queries";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { Input } from "../ui/input";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { showToast } from "../ui/toast";

/** What stands in the address under names of one's own. */
export function SavedViews() {
  const t = useTranslations("list.views");
  const router = useRouter();
  const views = useQuery(savedViewsOptions());
  const [dialog, setDialog] = useState(false);
  const rows = views.data ?? [];
  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" size="sm" icon={<Bookmark aria-hidden />}>
            {t("button")}
          </Button>
        }
      >
        {rows.length === 0 && <p className="px-2 py-1 text-xs text-muted">{t("none")}</p>}
        {rows.map((view) => (
          <MenuItem key={view.id} icon={<Bookmark />} onClick={() => router.push(`/sync?${view.query}`)}>
            {view.name}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={<BookmarkPlus />} onClick={() => setDialog(true)}>
          {t("save")}
        </MenuItem>
      </Menu>
      {dialog && <SaveViewDialog onClose={() => setDialog(false)} />}
    </>
  );
}

function SaveViewDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("list.views");
  const tCommon = useTranslations("common");
  const client = useQueryClient();
  const views = useQuery(savedViewsOptions());
  const [name, setName] = useState("");
  const settle = () => void client.invalidateQueries({ queryKey: savedViewsKey });
  const save = useMutation({
    // An address without filters is a view, too; the remembered region must not slip in when it is opened.
    mutationFn: () => saveView({ name, query: window.location.search.slice(1) || "sort=created" }),
    onSuccess: (result) => {
      if (!result.ok) return;
      showToast({ tone: "ok", title: t("saved", { name: result.data.name }) });
      onClose();
    },
    onSettled: settle,
  });
  const remove = useMutation({ mutationFn: deleteView, onSettled: settle });
  const error = save.data?.ok === false ? (save.data.error.fields?.name ?? save.data.error.fields?.query ?? save.data.error.message) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const rows = views.data ?? [];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("title")}
      description={t("lead")}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button type="submit" form="save-view" variant="primary" pending={save.isPending}>
            {tCommon("save")}
          </Button>
        </>
      }
    >
      <form id="save-view" noValidate onSubmit={submit}>
        <Field label={t("name")} error={error}>
          <Input value={name} onValueChange={(next) => setName(next)} maxLength={80} autoComplete="off" />
        </Field>
      </form>
      {rows.length > 0 && (
        <section aria-label={t("manage")} className="mt-4">
          <p className="mb-1 text-xs font-medium text-muted">{t("label")}</p>
          <ul className="divide-y divide-line rounded-md border border-line">
            {rows.map((view) => (
              <li key={view.id} className="flex items-center justify-between gap-2 px-2 py-1 text-sm">
                <span className="min-w-0 truncate">{view.name}</span>
                <IconButton label={t("remove", { name: view.name })} icon={<Trash2 aria-hidden />} onClick={() => remove.mutate({ id: view.id })} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}
