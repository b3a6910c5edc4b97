import { ObjectsScreen } from "@/components/task-page/objects-screen";

export default function TaskObjectsPage() {
  return <ObjectsScreen />;
}
