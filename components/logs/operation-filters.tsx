"use client";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { fetchJson } from "@/lib/http/fetch-json";
import { operationResults, operationSources } from "@/lib/operations/list-query";
import { useTimeZoneChoice } from "../i18n/intl-provider";
import { Button } from "../ui/button";
import { ChoiceFilter } from "../ui/choice-filter";
import { Field } from "../ui/field";
import { Input, SearchInput } from "../ui/input";
import { Select } from "../ui/select";
import { fromLocal, toLocal } from "../wizard/local-time";
import { useOperationText } from "./operation-list";

/** No user name has this sign. */
const everybody = "*";

const parsers = {
  q: parseAsString.withDefault(""),
  task: parseAsString,
  actor: parseAsString,
  action: parseAsArrayOf(parseAsString).withDefault([]),
  source: parseAsArrayOf(parseAsStringLiteral(operationSources)).withDefault([]),
  result: parseAsArrayOf(parseAsStringLiteral(operationResults)).withDefault([]),
  from: parseAsInteger,
  to: parseAsInteger,
};

/** The filters as they stand in the address, and what the server is asked for with them. */
export function useOperationFilters() {
  const [url, setUrl] = useQueryStates(parsers, { history: "push", scroll: false });
  const { task, ...rest } = url;
  return { url, setUrl, asked: { ...rest, taskId: task } };
}

/** Whose entries, of what, how they ended and when. */
export function OperationFilters({ url, setUrl }: Pick<ReturnType<typeof useOperationFilters>, "url" | "setUrl">) {
  const t = useTranslations("logs");
  const text = useOperationText();
  const { zone } = useTimeZoneChoice();
  const { data: choices } = useQuery({ queryKey: ["operations", "choices"], queryFn: ({ signal }) => fetchJson<{ actors: string[]; actions: string[] }>("/api/operations/choices", signal), staleTime: 60_000 });
  const moment = (name: "from" | "to") => (
    <Field label={t(name)} className="w-50 max-sm:w-full">
      <Input
        type="datetime-local"
        value={url[name] === null ? "" : toLocal(new Date(url[name]).toISOString(), zone)}
        onValueChange={(next) => {
          const iso = next === "" ? null : fromLocal(next, zone);
          void setUrl({ [name]: iso === null ? null : Date.parse(iso) });
        }}
      />
    </Field>
  );
  const some = <Value extends string>(list: Value[]) => (list.length > 0 ? list : null);
  const any = url.q !== "" || url.actor !== null || url.from !== null || url.to !== null || url.action.length + url.source.length + url.result.length > 0;
  // A name that somebody's link asks for is offered even when the log no longer has it.
  const actors = [...new Set([...(choices?.actors ?? []), ...(url.actor === null ? [] : [url.actor])])];
  const actions = [...new Set([...(choices?.actions ?? []), ...url.action])];
  return (
    <div className="mb-3 flex flex-wrap items-end gap-2">
      <SearchInput className="w-56 max-sm:w-full" label={t("search")} placeholder={t("search")} value={url.q} onValueChange={(q) => void setUrl({ q: q === "" ? null : q }, { history: "replace" })} />
      <Field label={t("columns.actor")} className="w-36 max-sm:w-full">
        <Select value={url.actor ?? everybody} onValueChange={(actor) => void setUrl({ actor: actor === everybody ? null : actor })} options={[{ value: everybody, label: t("everybody") }, ...actors.map((value) => ({ value, label: value }))]} />
      </Field>
      {moment("from")}
      {moment("to")}
      <ChoiceFilter label={t("byAction")} title={t("columns.action")} options={actions.map((value) => ({ value, label: text(value) }))} value={url.action} onValueChange={(next) => void setUrl({ action: some(next) })} />
      <ChoiceFilter label={t("bySource")} title={t("sourceLabel")} options={operationSources.map((value) => ({ value, label: t(`source.${value}`) }))} value={url.source} onValueChange={(next) => void setUrl({ source: some(next) })} />
      <ChoiceFilter label={t("byResult")} title={t("columns.result")} options={operationResults.map((value) => ({ value, label: t(`result.${value}`) }))} value={url.result} onValueChange={(next) => void setUrl({ result: some(next) })} />
      {any && (
        <Button variant="ghost" icon={<X aria-hidden />} onClick={() => void setUrl({ q: null, actor: null, action: null, source: null, result: null, from: null, to: null })}>
          {t("clear")}
        </Button>
      )}
    </div>
  );
}
