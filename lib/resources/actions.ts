"use server";

import { z } from "zod";
import { answer } from "../http/action";
import { parse } from "../http/parse";
import type { Result } from "../http/result";
import * as mutations from "./mutations";
import { type ClusterInput, clusterSchema, type HostInput, hostSchema, type RegionInput, regionSchema } from "./schema";

const idSchema = z.string().min(1).max(64);

export async function createRegion(input: RegionInput): Promise<Result<{ id: string }>> {
  return answer("create-region", (user) => mutations.createRegion(parse(regionSchema, input), user.username));
}

export async function createHost(input: HostInput): Promise<Result<{ id: string }>> {
  return answer("register-host", (user) => mutations.createHost(parse(hostSchema, input), user.username));
}

export async function createCluster(input: ClusterInput): Promise<Result<{ id: string }>> {
  return answer("register-cluster", (user) => mutations.createCluster(parse(clusterSchema, input), user.username));
}

export async function updateHost(input: { id: string; host: HostInput }): Promise<Result<null>> {
  return answer("update-host", async (user) => {
    await mutations.updateHost(parse(idSchema, input.id), parse(hostSchema.omit({ id: true }), input.host), user.username);
    return null;
  });
}

export async function updateCluster(input: { id: string; cluster: ClusterInput }): Promise<Result<null>> {
  return answer("update-cluster", async (user) => {
    await mutations.updateCluster(parse(idSchema, input.id), parse(clusterSchema.omit({ id: true }), input.cluster), user.username);
    return null;
  });
}

export async function deleteRegion(input: { id: string }): Promise<Result<null>> {
  return answer("delete-region", async (user) => {
    await mutations.deleteRegion(parse(idSchema, input.id), user.username);
    return null;
  });
}

export async function deleteHost(input: { id: string }): Promise<Result<null>> {
  return answer("delete-host", async (user) => {
    await mutations.deleteHost(parse(idSchema, input.id), user.username);
    return null;
  });
}

export async function deleteCluster(input: { id: string }): Promise<Result<null>> {
  return answer("delete-cluster", async (user) => {
    await mutations.deleteCluster(parse(idSchema, input.id), user.username);
    return null;
  });
}
