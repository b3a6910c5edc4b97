import { EventsScreen } from "@/components/task-page/events-screen";

export default function TaskEventsPage() {
  return <EventsScreen />;
}
