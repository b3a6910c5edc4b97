import { VerificationScreen } from "@/components/verification/verification-screen";

export default function TaskVerificationPage() {
  return <VerificationScreen />;
}
