import { ProfileScreen } from "@/components/settings/profile-screen";

export default function ProfilePage() {
  return <ProfileScreen />;
}
