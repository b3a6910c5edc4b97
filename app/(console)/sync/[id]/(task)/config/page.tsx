import { ConfigScreen } from "@/components/task-page/config-screen";

export default function TaskConfigPage() {
  return <ConfigScreen />;
}
