import { PerformanceScreen } from "@/components/performance/performance-screen";

export default function TaskPerformancePage() {
  return <PerformanceScreen />;
}
