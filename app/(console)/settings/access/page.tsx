import { AccessScreen } from "@/components/settings/access-screen";
import { ForbiddenMessage } from "@/components/shell/forbidden-message";
import { listUsers } from "@/lib/auth/data";
import { mayAdminister } from "@/lib/auth/roles";
import { requireUser } from "@/lib/auth/session";

export default async function AccessPage() {
  const user = await requireUser();
  return mayAdminister(user.role) ? <AccessScreen initial={await listUsers()} /> : <ForbiddenMessage />;
}
