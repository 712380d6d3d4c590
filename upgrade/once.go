package upgrade

import (
	"reflect"
	"slices"

	"assay/fixup"
)

// sayOnce leaves out what is not run for a reason that an earlier stage has said, and the stages of which nothing is left then.
func (p *plan) sayOnce() {
	var said []fixup.Step
	for i := range p.stages {
		plan := p.stages[i].part.Plan
		plan.Steps = slices.DeleteFunc(plan.Steps, func(s fixup.Step) bool {
			again := s.Blocked && slices.ContainsFunc(said, func(other fixup.Step) bool {
				return s.Refused == other.Refused && s.Loses == other.Loses && reflect.DeepEqual(s.Change, other.Change)
			})
			if s.Blocked {
				said = append(said, s)
			}
			return again
		})
	}
	p.stages = slices.DeleteFunc(p.stages, func(s stage) bool { return s.empty() })
}

// empty reports whether there is nothing in a stage, neither to run nor to say.
func (s stage) empty() bool {
	return len(s.part.Plan.Steps)+len(s.part.Stamp)+len(s.drops)+len(s.backs) == 0 && s.upgrade == ""
}
