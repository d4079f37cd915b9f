-- Jobs by BullMQ: a task adds a job, and then does what a worker of BullMQ does, until it finds no job
-- that waits: it takes one, which locks it, and finishes it, which hands it the next.
--
-- BullMQ does all that by scripts in Redis, which belong to its package. A little program reads them
-- from there, and has Redis load them; so this needs a Redis that runs, and Node.js:
--
--   npm install bullmq@6.7.0
--   scripts/run --workload=file:examples/bullmq.lua --redis_url="$REDIS_URL" \
--       $(node examples/bullmq_scripts.mjs "$REDIS_URL")
--
-- The commands are those of bullmq 6.7.0 with ioredis 6.0.0; tests/examples compares them. One
-- differs: a worker that finds nothing waits by BZPOPMIN for a mark that a job was added. A task
-- waits for nothing, so here it is ZPOPMIN, which costs Redis the same.

local add = redline.param("add", "")
local take = redline.param("take", "")
local finish = redline.param("finish", "")
local size = redline.param("size", 100)      -- characters of a job's data
local lock_ms = redline.param("lock_ms", 30000)

redline.keys("bull:mail:")
redline.steps("add", "take", "finish")

if add == "" or take == "" or finish == "" then
  error("the scripts of BullMQ are missing: give what bullmq_scripts.mjs prints", 0)
end

-- MessagePack, as far as these scripts are told something in it.

local null = {}

local function pack_text(text)
  if #text < 32 then return string.char(0xa0 + #text) .. text end
  if #text < 256 then return "\xd9" .. string.char(#text) .. text end
  return "\xda" .. string.char(math.floor(#text / 256), #text % 256) .. text
end

local function pack_number(number)
  if number < 128 then return string.char(number) end
  if number < 65536 then return "\xcd" .. string.char(math.floor(number / 256), number % 256) end
  -- Larger ones, such as times, as doubles: below 2^53, so that the mantissa is whole.
  local mantissa, exponent = math.frexp(number)
  local bits = (mantissa * 2 - 1) * 2 ^ 52
  local bytes = {}
  for i = 8, 3, -1 do
    bytes[i] = bits % 256
    bits = math.floor(bits / 256)
  end
  local head = (exponent + 1022) * 16 + bits
  return "\xcb" .. string.char(math.floor(head / 256), head % 256, unpack(bytes, 3, 8))
end

local function pack(value)
  if value == null then return "\xc0" end
  if value == true then return "\xc3" end
  if value == false then return "\xc2" end
  if type(value) == "number" then return pack_number(value) end
  if type(value) == "string" then return pack_text(value) end
  local packed = {}
  if value.map then -- Pairs, in their order.
    for i, pair in ipairs(value.map) do packed[i] = pack_text(pair[1]) .. pack(pair[2]) end
    return "\xde\0" .. string.char(#packed) .. table.concat(packed)
  end
  for i, element in ipairs(value) do packed[i] = pack(element) end
  return string.char(0x90 + #packed) .. table.concat(packed)
end

-- Keys of the queue "mail". BullMQ's scripts make further ones from the prefix.

local function key(name) return "bull:mail:" .. name end

local function add_job()
  local prefix = redline.own("bull:mail:")
  local job = pack({ prefix, "", "send", redline.now_ms(), null, null, null, null, null, null })
  local options = pack({ map = { { "attempts", 0 }, { "removeOnComplete", true } } })
  return redis.call("EVALSHA", add, 9, key("wait"), key("paused"), key("meta"), key("id"),
    key("completed"), key("delayed"), key("active"), key("events"), key("marker"), job,
    '{"text":"' .. redline.hex(size) .. '"}', options)
end

-- Taking and finishing answer with a job, its fields and its id, or with numbers if none waits.
local function id_of(answer)
  return type(answer) == "table" and type(answer[1]) == "table" and answer[2] or nil
end

local function take_job(token)
  local options = pack({ map = { { "token", token }, { "lockDuration", lock_ms },
    { "limiter", null }, { "name", null } } })
  return id_of(redis.call("EVALSHA", take, 11, key("wait"), key("active"), key("prioritized"),
    key("events"), key("stalled"), key("limiter"), key("delayed"), key("paused"), key("meta"),
    key("pc"), key("marker"), redline.own("bull:mail:"), redline.now_ms(), options))
end

local function finish_job(id, token)
  local options = pack({ map = { { "token", token }, { "name", null },
    { "keepJobs", { map = { { "count", 0 } } } }, { "limiter", null },
    { "lockDuration", lock_ms }, { "attempts", 0 }, { "maxMetricsSize", "" }, { "fpof", false },
    { "cpof", false }, { "idof", false }, { "rdof", false } } })
  return id_of(redis.call("EVALSHA", finish, 14, key("wait"), key("active"), key("prioritized"),
    key("events"), key("stalled"), key("limiter"), key("delayed"), key("paused"), key("meta"),
    key("pc"), key("completed"), key(id), key("metrics:completed"), key("marker"), id,
    redline.now_ms(), "returnvalue", "2", "completed", "1", redline.own("bull:mail:"), options,
    ""))
end

redline.prepare(1, function()
  redis.call("HSET", key("meta"), "opts.maxLenEvents", 10000, "version", "bullmq:6.7.0")
end)

function task()
  redline.step("add")
  add_job()
  redline.step("take")
  redis.call("ZPOPMIN", key("marker"))
  -- As long as one of BullMQ's: a UUID, and a number.
  local token = string.format("00000000-0000-4000-8000-%012d:%d", redline.worker(), 1)
  local id = take_job(token)
  redline.step("finish")
  while id do
    id = finish_job(id, token)
  end
end
