import type { ReactNode } from "react";
import { Logo } from "../shell/logo";

/** The quiet page around sign-in and set-up. */
export function AuthFrame({ product, title, lead, children }: { product: string; title: string; lead: string; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center bg-surface px-4 py-8">
      <div className="w-full max-w-92">
        <p className="mb-5 flex items-center justify-center gap-2.5">
          <Logo className="size-7" />
          <span className="text-xl font-semibold tracking-tight">{product}</span>
        </p>
        <div className="rounded-lg border border-line bg-bg px-6 py-6 shadow-popup">
          <h1 className="text-lg font-semibold">{title}</h1>
          <p className="mb-5 text-sm text-muted">{lead}</p>
          {children}
        </div>
      </div>
    </main>
  );
}
