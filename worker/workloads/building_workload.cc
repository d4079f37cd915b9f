#include "worker/workloads/building_workload.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "redis/reply.h"
#include "worker/workloads/building_keys.h"
#include "worker/workloads/building_spec.h"
#include "worker/workloads/mail_text.h"
#include "worker/workloads/random_id.h"

namespace redline::worker {
namespace {

// A command of 170 KB, and less than a millisecond of Redis' time.
constexpr std::size_t kFlatsPerPart = 500;

std::size_t RandomBelow(std::size_t limit, std::mt19937_64& random) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

}  // namespace

BuildingWorkload::BuildingWorkload(const WorkloadSettings& settings,
                                   redis::CommandChannel& channel)
    : settings_(settings),
      building_id_(BuildingId(settings.run_id, settings.worker, settings.hand)),
      channel_(channel),
      buildings_(channel, settings.key_prefix, "building", settings.fetch),
      random_(settings.seed),
      mail_text_(MakeMailText(settings.payload_bytes, random_)) {
  ping_.Add({"PING"});
}

std::unique_ptr<Workload> BuildingSpec::Make(const WorkloadSettings& settings,
                                             redis::CommandChannel* channel) {
  return std::make_unique<BuildingWorkload>(settings, *channel);
}

boost::asio::awaitable<bool> BuildingWorkload::Prepare() {
  const std::size_t stored = co_await CountFlats();
  if (stored >= settings_.max_flats) co_return false;
  Building building;
  building.id = building_id_;
  building.flats.AddBehind(stored);
  const std::size_t missing = settings_.max_flats - stored;
  const std::size_t part = std::min(missing, kFlatsPerPart);
  for (std::size_t i = 0; i < part; ++i) building.flats.Add(NewFlat());
  co_await buildings_.Save(building);
  co_return part < missing;
}

boost::asio::awaitable<std::size_t> BuildingWorkload::CountFlats() {
  redis::CommandBatch batch;
  batch.Add({"HLEN", FlatsKey(BuildingKey(settings_.key_prefix, building_id_))});
  const redis::Replies replies = co_await channel_.Execute(batch);
  redis::ThrowIfError(replies[0], "HLEN");
  redis::ThrowUnless(replies[0].type() == redis::ReplyType::kInteger, "HLEN");
  co_return static_cast<std::size_t>(replies[0].integer());
}

boost::asio::awaitable<void> BuildingWorkload::Perform(StepTimer& timer) {
  std::optional<Building> building;
  {
    const auto step = timer.Step(BuildingSpec::kFetch);
    building = co_await buildings_.Fetch(building_id_);
  }
  if (!building) building.emplace().id = building_id_;
  AddFlatAndMail(*building);
  {
    const auto step = timer.Step(BuildingSpec::kSave);
    co_await buildings_.Save(*building);
  }
  {
    const auto step = timer.Step(BuildingSpec::kPing);
    redis::ThrowIfError((co_await channel_.Execute(ping_))[0], "PING");
  }
}

Flat BuildingWorkload::NewFlat() {
  Flat flat;
  flat.id = RandomId(random_);
  flat.bedrooms = static_cast<int>(1 + RandomBelow(5, random_));
  return flat;
}

void BuildingWorkload::AddFlatAndMail(Building& building) {
  auto& flats = building.flats;
  const std::size_t before = flats.size();
  if (before < settings_.max_flats) flats.Add(NewFlat());
  const std::size_t chosen = before == 0 ? 0 : RandomBelow(before, random_);
  flats.Mutable(chosen).mail.Add({RandomId(random_), mail_text_});
}

}  // namespace redline::worker
