import { route } from "@/lib/http/route";
import { listHosts } from "@/lib/resources/data";

export const GET = route(({ search }) => listHosts({ regionId: search.get("region") ?? undefined }));
