import type { ReactNode } from "react";

/** Title row of a page: way back, name, what belongs beside it, actions, how fresh the data is. */
export function PageHeader({
  breadcrumb,
  title,
  aside,
  description,
  actions,
  freshness,
}: {
  breadcrumb?: ReactNode;
  title: ReactNode;
  aside?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  freshness?: ReactNode;
}) {
  return (
    <div className="mb-4">
      {breadcrumb && (
        <div className="mb-1 flex min-h-7 flex-wrap items-center justify-between gap-x-4">
          <div className="min-w-0 flex-[1_1_12rem]">{breadcrumb}</div>
          {freshness && <div className="ml-auto shrink-0">{freshness}</div>}
        </div>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">{title}</h1>
          {aside}
        </div>
        {(actions || (freshness && !breadcrumb)) && (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            {!breadcrumb && freshness}
            {actions}
          </div>
        )}
      </div>
      {description && <p className="mt-0.5 max-w-3xl text-sm text-muted">{description}</p>}
    </div>
  );
}
