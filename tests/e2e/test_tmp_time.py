import time
from axe_playwright_python.sync_playwright import Axe
from tests.e2e.visitor import RULES, TOO_WIDE
def test_t(visit, world):
    v = visit(world.bob, language="en").at("/help/")
    out=[]
    for k in range(2):
        t=time.time(); v.page.goto(v.home+"/my/sign-in/"); out.append(("goto",time.time()-t))
        t=time.time(); v.page.evaluate(Axe().axe_script); out.append(("inject",time.time()-t))
        for o in ({"runOnly": list(RULES), "resultTypes": ["violations"]},):
            t=time.time(); Axe().run(v.page, options=o); out.append(("axe",time.time()-t))
        t=time.time(); v.page.evaluate(TOO_WIDE); out.append(("wide",time.time()-t))
    raise SystemExit(str(out))
