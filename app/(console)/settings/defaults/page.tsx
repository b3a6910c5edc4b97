import { DefaultsScreen } from "@/components/settings/defaults-screen";
import { requireUser } from "@/lib/auth/session";
import { getSettings } from "@/lib/settings/data";

export default async function DefaultsPage() {
  await requireUser();
  return <DefaultsScreen initial={await getSettings()} />;
}
