import { ModifyScreen } from "@/components/modification/modify-screen";

export default function ModifyObjectsPage() {
  return <ModifyScreen />;
}
