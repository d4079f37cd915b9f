-- The commands of the workload building with --data=full, with as many bytes.
redline.keys("building:")
redline.steps("fetch", "save", "ping")
local flats = redline.param("flats", 100)
local mail = redline.param("mail", 5800)
local buildings = redline.param("buildings", 28)   -- as many as workers

redline.prepare(buildings, function(i)
  redis.call("SET", "building:" .. i, redline.text(150))
  local commands = {}
  for flat = 0, flats - 1 do
    commands[flat + 1] = {"HSET", "building:" .. i .. ":flats", flat, redline.text(280)}
  end
  redline.pipeline(commands)
end)

function task()
  local building = "building:" .. redline.worker()
  redline.step("fetch")
  redis.call("GET", building)
  redis.call("HGETALL", building .. ":flats")
  local flat = redline.uniform(0, flats - 1)
  redline.step("save")
  redline.pipeline{
    {"MULTI"},
    {"SET", building, redline.text(150)},
    {"RPUSH", building .. ":flats:" .. flat .. ":mail", redline.text(mail)},
    {"HSET", building .. ":flats", flat, redline.text(280)},
    {"EXEC"},
  }
  redline.step("ping")
  redis.call("PING")
end
