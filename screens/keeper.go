package screens

import (
	"context"

	"handrail/app/guide"
	"handrail/app/task"
)

// keeper saves settings one after another and of each only the latest value, so that an older one never lands on a
// newer one.
type keeper struct {
	runner   task.Runner
	settings guide.Settings
	running  bool
	waiting  []keptSetting
	idle     []func()
}

type keptSetting struct {
	name, value string
	done        func(error) // may be nil
}

// set saves one setting.
func (k *keeper) set(name, value string, done func(error)) {
	next := keptSetting{name, value, done}
	for i, w := range k.waiting {
		if w.name == name {
			k.waiting[i] = next
			return
		}
	}
	if k.waiting = append(k.waiting, next); !k.running {
		k.next()
	}
}

func (k *keeper) next() {
	if len(k.waiting) == 0 {
		k.running = false
		idle := k.idle
		k.idle = nil
		for _, then := range idle {
			then()
		}
		return
	}
	one := k.waiting[0]
	k.waiting, k.running = k.waiting[1:], true
	k.runner.Start(func(ctx context.Context, _ task.Report) error {
		return k.settings.SetSetting(ctx, one.name, one.value)
	}, nil, func(err error) {
		if one.done != nil {
			one.done(err)
		} else if err != nil {
			logError(err)
		}
		k.next()
	})
}

// whenIdle calls then once nothing is left to save: at once, or later.
func (k *keeper) whenIdle(then func()) {
	if !k.running {
		then()
		return
	}
	k.idle = append(k.idle, then)
}
