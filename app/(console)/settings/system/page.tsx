import { SystemScreen } from "@/components/settings/system-screen";
import { requireUser } from "@/lib/auth/session";
import { listRunners } from "@/lib/resources/data";
import { getSystem } from "@/lib/settings/data";

export default async function SystemPage() {
  await requireUser();
  const [system, runners] = await Promise.all([getSystem(), listRunners()]);
  return <SystemScreen initial={system} initialRunners={runners} />;
}
