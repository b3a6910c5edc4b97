import { listUsers } from "@/lib/auth/data";
import { mayAdminister } from "@/lib/auth/roles";
import { AppError } from "@/lib/errors/app-error";
import { route } from "@/lib/http/route";

/** For administrators. */
export const GET = route(({ user }) => {
  if (!mayAdminister(user.role)) throw new AppError("not-allowed");
  return listUsers();
});
