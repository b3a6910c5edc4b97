import type { ReactNode } from "react";
import { requestSettings } from "@/components/i18n/request";
import { PersonProvider } from "@/components/shell/person";
import { ShortcutsProvider } from "@/components/shell/use-shortcuts";
import { Shell } from "@/components/shell/shell";
import { requireUser } from "@/lib/auth/session";
import { environment } from "@/lib/config/env";

// Every page of the console shows live data of the person who asks.
export const dynamic = "force-dynamic";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [user, { preferences }] = await Promise.all([requireUser(), requestSettings()]);
  return (
    <PersonProvider name={user.name} username={user.username} role={user.role} density={preferences.density} shortcuts={preferences.shortcuts}>
      <ShortcutsProvider>
      <Shell rail={preferences.rail} userName={user.name} environment={environment().environmentName || null}>
        {children}
      </Shell>
      </ShortcutsProvider>
    </PersonProvider>
  );
}
