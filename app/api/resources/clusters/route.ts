import { route } from "@/lib/http/route";
import { listClusters } from "@/lib/resources/data";

export const GET = route(({ search }) => listClusters({ regionId: search.get("region") ?? undefined }));
