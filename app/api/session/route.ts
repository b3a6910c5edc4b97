import { route } from "@/lib/http/route";

/** Who is signed in and until when. Also the console's pulse: the header shows whether it answers. */
export const GET = route(({ user }) => Promise.resolve({ username: user.username, role: user.role, expiresAtMs: user.expiresAtMs, atMs: Date.now() }));
