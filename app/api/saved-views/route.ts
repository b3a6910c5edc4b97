import { route } from "@/lib/http/route";
import { listSavedViews } from "@/lib/saved-views/data";

export const GET = route(({ user }) => listSavedViews(user.id));
