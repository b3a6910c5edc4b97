import { StatusScreen } from "@/components/status/status-screen";

export default function TaskStatusPage() {
  return <StatusScreen />;
}
