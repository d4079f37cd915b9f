#include "worker/workloads/building_workload.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "redis/reply.h"
#include "worker/workloads/building_spec.h"
#include "worker/workloads/mail_text.h"
#include "worker/workloads/random_id.h"

namespace redline::worker {
namespace {

std::size_t RandomBelow(std::size_t limit, std::mt19937_64& random) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

}  // namespace

BuildingWorkload::BuildingWorkload(const WorkloadSettings& settings,
                                   redis::RedisConnection& connection)
    : settings_(settings),
      connection_(connection),
      buildings_(connection, settings.key_prefix, "building", settings.fetch),
      random_(settings.seed),
      mail_text_(MakeMailText(settings.payload_bytes, random_)) {
  ping_.Add({"PING"});
}

std::unique_ptr<Workload> BuildingSpec::Make(const WorkloadSettings& settings,
                                             redis::RedisConnection* connection) {
  return std::make_unique<BuildingWorkload>(settings, *connection);
}

boost::asio::awaitable<void> BuildingWorkload::Perform(StepTimer& timer) {
  std::optional<Building> building;
  {
    const auto step = timer.Step(BuildingSpec::kFetch);
    building = co_await buildings_.Fetch(settings_.building_id);
  }
  if (!building) building.emplace().id = settings_.building_id;
  AddFlatAndMail(*building);
  {
    const auto step = timer.Step(BuildingSpec::kSave);
    co_await buildings_.Save(*building);
  }
  {
    const auto step = timer.Step(BuildingSpec::kPing);
    redis::ThrowIfError((co_await connection_.Execute(ping_))[0], "PING");
  }
}

void BuildingWorkload::AddFlatAndMail(Building& building) {
  auto& flats = building.flats;
  const std::size_t before = flats.size();
  if (before < settings_.max_flats) {
    Flat flat;
    flat.id = RandomId(random_);
    flat.bedrooms = static_cast<int>(1 + RandomBelow(5, random_));
    flats.Add(std::move(flat));
  }
  const std::size_t chosen = before == 0 ? 0 : RandomBelow(before, random_);
  flats.Mutable(chosen).mail.Add({RandomId(random_), mail_text_});
}

}  // namespace redline::worker
