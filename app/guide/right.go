package guide

// Right is what Microsoft asks of an account for a write.
type Right struct {
	For   string   // what it changes, such as "policies"
	Roles []string // by their English names, of which one is enough; a Global Administrator has all
}

// RightsOf returns what the writes of p in step need. It is empty where nothing is written, or where that is not known.
func (g *Guide) RightsOf(step Step, v *Visit, p *Plan) (all []Right) {
	if step.Apply == nil || p == nil || p.Unchanged() {
		return nil
	}
	if step.Rights != nil {
		return step.Rights(v, p)
	}
	for _, n := range g.Needs {
		if len(n.Roles) > 0 && !n.Optional {
			all = append(all, Right{For: "this setting", Roles: n.Roles})
		}
	}
	return all
}
